""" "Det venter på dig": what needs an editor, worst first."""

from fastapi import APIRouter

router = APIRouter()
