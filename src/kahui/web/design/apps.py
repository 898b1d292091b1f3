from django.apps import AppConfig


class Design(AppConfig):
    name = "kahui.web.design"
    label = "design"
    verbose_name = "How every page looks"
