"""Letters and other documents."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from app.api.dependencies import LookingThrough, Reading
from app.api.links import links
from app.api.reads import Read
from app.queries.documents import document, documents
from app.representations.documents import DocumentAnswerOut, DocumentsOut

router = APIRouter(route_class=Read, prefix="/documents", tags=["documents"])


@router.get("", summary="List the documents of the record")
def read_documents(request: Request, records: Reading, sight: LookingThrough) -> DocumentsOut:
    """Letters, plans, bills and reports, with how many standing facts cite each."""
    return DocumentsOut.of(documents(records, sight), links(request, sight))


@router.get("/{document}", summary="Show a document and what it carries")
def read_document(
    request: Request,
    records: Reading,
    sight: LookingThrough,
    asked: Annotated[str, Path(alias="document", examples=["cfl-15-16-22"])],
) -> DocumentAnswerOut:
    """The standing facts that cite it, and its errata chain."""
    return DocumentAnswerOut.of(document(records, asked, sight), links(request, sight))
