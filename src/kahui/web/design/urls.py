from django.urls import path

from kahui.web.design import views

urlpatterns = [path("design", views.gallery, name="design")]
