import pytest

pytestmark = pytest.mark.django_db


class TestTheTheme:
    def test_is_dark_and_no_cookie_is_set_until_somebody_chooses(self, client):
        response = client.get("/")

        assert 'data-theme="dark"' in response.content.decode()
        assert not response.cookies

    def test_is_kept_once_chosen_and_leads_back_to_the_page(self, client):
        response = client.get("/theme/light/", headers={"referer": "http://testserver/videos/?tag=sleep"})

        assert response.headers["Location"] == "http://testserver/videos/?tag=sleep"
        assert 'data-theme="light"' in client.get("/").content.decode()

    @pytest.mark.parametrize("referer", ["https://elsewhere.example/", "javascript:alert(1)", ""])
    def test_never_leads_elsewhere(self, client, referer):
        assert client.get("/theme/light/", headers={"referer": referer}).headers["Location"] == "/"

    def test_of_another_name_is_not_found(self, client):
        assert client.get("/theme/blinding/").status_code == 404
