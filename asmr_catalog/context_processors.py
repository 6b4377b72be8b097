"""What every page knows."""

from django.conf import settings


def site(request):
    return {"site_name": settings.ASMR_SITE_NAME}
