from django.apps import AppConfig


class ReceivedConfig(AppConfig):
    name = "kahui.records.received"
    label = "received"
    default_auto_field = "django.db.models.BigAutoField"
