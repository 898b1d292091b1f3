from django.urls import path, re_path

from kahui.web.door.routes import anyone
from kahui.web.public.views import country, learn, networks, reports, schools

urlpatterns = [
    path("", country.home, name="home"),
    path("uptake", reports.uptake, name="uptake"),
    path("momentum", reports.momentum, name="momentum"),
    path("regions", country.regions, name="regions"),
    path("regions/<slug:slug>", country.region, name="region"),
    path("networks", networks.listing, name="networks"),
    re_path(r"^networks/(?P<number>.+)$", networks.network, name="network"),
    path("schools", schools.listing, name="schools"),
    re_path(r"^schools/(?P<number>.+)$", schools.school, name="school"),
    path("report", reports.report, name="report"),
    path("report.<str:format>", reports.download, name="download"),
    path("charts/<slug:code>.<str:format>", reports.chart, name="chart"),
    path("how", learn.measures, name="measures"),
    path("how/<slug:name>", learn.how, name="how"),
    path("about", learn.about, name="about"),
]
for _pattern in urlpatterns:
    anyone("The public record is open to everybody.")(_pattern.callback)
