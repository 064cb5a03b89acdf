"""County participation in California's CSEC Program, rebuilt at any date.

api -> commands -> journal => timeline => queries -> representations -> api, with domain under all.
"""
