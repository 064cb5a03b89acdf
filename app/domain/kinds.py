"""Every kind of entry, by its name."""

from app.domain.events import CodeInEffect, Milestone
from app.domain.facts import Correction, Fact, Retraction, SourceChecked
from app.domain.participation import (
    Allocation,
    ControlTotal,
    PlanSubmitted,
    ProtocolSubmitted,
    StatusChanged,
)
from app.domain.rules import RuleOverridden
from app.domain.sources import Document, ProgramDefined

KINDS: dict[str, type[Fact]] = {
    cls.kind: cls
    for cls in (
        Document,
        ProgramDefined,
        PlanSubmitted,
        ProtocolSubmitted,
        StatusChanged,
        Allocation,
        ControlTotal,
        Milestone,
        CodeInEffect,
        SourceChecked,
        Correction,
        Retraction,
        RuleOverridden,
    )
}
