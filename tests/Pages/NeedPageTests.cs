using System.Text;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Ports;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Pages;

public sealed class NeedPageTests
{
    private static readonly FormDefinition Form = PageRendering.Rules.Forms["need"];

    [Fact]
    public async Task The_page_asks_every_question_of_the_form_and_proposes_the_agents_address()
    {
        var (_, page) = await PageRendering.RenderAsync<NeedFormPage>(new() { ["Sheet"] = NeedSheet.Empty(PageRendering.Rules, PageRendering.Rules.Forms["need"], "agent@region.example", "token") });
        foreach (var question in Form.Questions)
            Assert.NotNull(page.QuerySelector($"[name='q-{question.Id}']"));
        Assert.Equal("agent@region.example", page.QuerySelector("input[name=courriel]")!.GetAttribute("value"));
        Assert.Equal(PageRendering.Rules.Directory.Directorates.Count + 1, page.QuerySelectorAll("select[name=direction] option").Length);
    }

    [Fact]
    public void A_form_filled_on_the_page_is_read_back_as_it_was_written_and_the_same_page_gives_the_same_bytes()
    {
        var answers = FormFilling.Fill(Form, new Dictionary<string, string> { ["title"] = "Résumer « vite »", ["users"] = "both" }, _ => false, id => new AnswerSource("page", id), "").Answers;
        var written = PageForm.Write(Form, answers, "n");
        var reader = new JsonFormReader();
        Assert.True(reader.Recognises(written));
        var read = reader.Read(written);
        Assert.Equal(Form.Code, read.Code);
        Assert.Equal("Résumer « vite »", read.Values["title"]);
        Assert.Equal(written.ToArray(), PageForm.Write(Form, answers, "n").ToArray());
        Assert.NotEqual(written.ToArray(), PageForm.Write(Form, answers, "o").ToArray());
    }

    [Theory]
    [InlineData("{", UnreadableCause.Damaged)]
    [InlineData("{}", UnreadableCause.Damaged)]
    [InlineData("""{"code":"x","values":{"a":null},"nonce":"n"}""", UnreadableCause.NotOurForm)]
    [InlineData("""{"code":null,"values":{},"nonce":"n"}""", UnreadableCause.Damaged)]
    [InlineData("""{"code":"autre","values":{},"nonce":"n"}""", UnreadableCause.NotOurForm)]
    public void Json_that_is_no_form_of_ours_is_said_to_be_so(string json, UnreadableCause cause)
    {
        var refused = Assert.Throws<FormUnreadableException>(() => new JsonFormReader().Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(cause, refused.Cause);
    }

    [Theory]
    [InlineData("Prenom.Nom@Region.example", "prenom.nom@region.example")]
    [InlineData("  a@b.example ", "a@b.example")]
    [InlineData("a@b", null)]
    [InlineData("a@@b.example", null)]
    [InlineData("Nom <a@b.example>", null)]
    [InlineData("a@b.example, c@d.example", null)]
    [InlineData("a@b.example\r\nBcc: c@d.example", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_a_bare_complete_address_is_one(string? typed, string? address) => Assert.Equal(address, Sender.AddressOf(typed));

    [Fact]
    public void An_address_longer_than_mail_allows_is_refused() => Assert.Null(Sender.AddressOf(new string('a', 250) + "@b.example"));

    [Theory]
    [InlineData("a.exe", "application/octet-stream", "MZ", 415)]
    [InlineData("a.pdf", "application/pdf", "bonjour", 422)]
    [InlineData("a.docx", "", "bonjour", 422)]
    [InlineData("a.json", "", """{"code":"RS-IA recheck 2026-1","values":{},"nonce":"n"}""", 422)]
    [InlineData("a.json", "", """{"code":"RS-IA need 1999-1","values":{},"nonce":"n"}""", 422)]
    public void A_file_is_judged_by_its_bytes_and_refused_with_what_to_do(string name, string type, string content, int status)
    {
        var refused = new NeedFiles([new JsonFormReader()], PageRendering.Rules).Check(Encoding.UTF8.GetBytes(content), name, type).Refusal;
        Assert.Equal(status, refused!.Status);
        Assert.EndsWith(".", refused.Detail, StringComparison.Ordinal);
    }
}
