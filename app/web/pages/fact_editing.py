"""Facts: edited in one place, with every guide they touch."""

from fastapi import APIRouter

router = APIRouter()
