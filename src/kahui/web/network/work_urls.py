"""The working pages of a network."""

from django.urls import URLPattern, re_path

from kahui.web.network.views import answering, challenges, ending, members, memorandum, work, writing

NUMBER = r"^inside/(?P<number>[0-9]{1,9})"
KIND = NUMBER + r"/(?P<kind>memorandum|challenges)"
ANSWERING = r"(?P<member>school|service|tertiary)/(?P<provider>[0-9]{1,9})"
LINE = NUMBER + r"/memorandum/shared/(?P<line>[0-9]{1,12})"
MEMBER = r"(?P<kind>school|service|tertiary)/(?P<provider>[0-9]{1,9})"

urlpatterns: list[URLPattern] = [
    re_path(rf"{NUMBER}$", work.work, name="work"),
    re_path(rf"{NUMBER}/members$", members.listing, name="work-members"),
    re_path(rf"{NUMBER}/members/join$", members.join, name="work-join"),
    re_path(rf"{NUMBER}/members/{MEMBER}/leave$", members.leave, name="work-leave"),
    re_path(rf"{NUMBER}/members/{MEMBER}/left$", members.left, name="work-left"),
    re_path(rf"{NUMBER}/members/{MEMBER}/closes$", members.closes_into, name="work-closes-into"),
    re_path(rf"{NUMBER}/memorandum$", memorandum.memorandum, name="work-memorandum"),
    re_path(rf"{NUMBER}/memorandum/fix$", memorandum.fix, name="work-memorandum-fix"),
    re_path(rf"{NUMBER}/memorandum/term$", memorandum.term, name="work-memorandum-term"),
    re_path(rf"{NUMBER}/memorandum/end$", memorandum.end, name="work-memorandum-end"),
    re_path(rf"{NUMBER}/memorandum/share$", memorandum.share, name="work-share"),
    re_path(rf"{LINE}/{ANSWERING}$", memorandum.share_answer, name="work-share-answer"),
    re_path(rf"{LINE}/end$", memorandum.share_end, name="work-share-end"),
    re_path(rf"{NUMBER}/challenges$", challenges.challenges, name="work-challenges"),
    re_path(rf"{NUMBER}/challenges/fix$", challenges.fix, name="work-challenges-fix"),
    re_path(rf"{NUMBER}/challenges/submit$", challenges.submit, name="work-submit"),
    re_path(rf"{KIND}/write/(?P<code>[a-z0-9-]{{1,40}})$", writing.section, name="work-section"),
    re_path(rf"{KIND}/write/(?P<code>[a-z0-9-]{{1,40}})/say$", writing.say, name="work-say"),
    re_path(rf"{KIND}/versions/(?P<version>[0-9]{{1,6}})$", writing.version, name="work-version"),
    re_path(rf"{KIND}/answer/{ANSWERING}$", answering.answer, name="work-answer"),
    re_path(rf"{KIND}/letter/{ANSWERING}$", answering.by_letter, name="work-letter"),
    re_path(rf"{KIND}/paper/{ANSWERING}$", answering.on_paper, name="work-paper"),
    re_path(rf"{NUMBER}/ending$", ending.ending, name="work-ending"),
    re_path(rf"{NUMBER}/ending/close$", ending.close, name="work-close"),
    re_path(rf"{NUMBER}/ending/merge$", ending.merge, name="work-merge"),
    re_path(rf"{NUMBER}/ending/together$", ending.together, name="work-together"),
    re_path(rf"{NUMBER}/ending/apart$", ending.apart, name="work-apart"),
]
