"""Departments, their hours and closing days, edited by those who may."""

from fastapi import APIRouter

router = APIRouter()
