"""The versions of a guide: compared, restored, shown as they were; and whether they worked."""

from fastapi import APIRouter

router = APIRouter()
