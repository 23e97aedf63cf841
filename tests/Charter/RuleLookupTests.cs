using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Law;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>What is looked up in sound rules: choices, delays, senders, documents.</summary>
public sealed class RuleLookupTests
{
    private static readonly CharterRules Rules = CharterLoader.Load();

    [Theory]
    [InlineData("a@region.example", true)]
    [InlineData("a@sous.region.example", true)]
    [InlineData("a@maregion.example", false)]
    [InlineData("a@region.example.com", false)]
    [InlineData("region.example", true)]
    public void A_domain_stands_for_its_sub_domains_and_nothing_else(string address, bool known) => Assert.Equal(known, Rules.Mail.Knows(address));

    [Fact]
    public void The_first_sender_that_fits_says_the_directorate()
    {
        var mail = Rules.Mail with { Senders = [new MailSender { Directorate = "rh", Address = "a@x.example" }, new MailSender { Directorate = "lycees", Address = "*@x.example" }] };
        Assert.Equal("rh", mail.DirectorateOf("a@x.example"));
        Assert.Equal("lycees", mail.DirectorateOf("b@x.example"));
        Assert.Null(mail.DirectorateOf("b@y.example"));
        Assert.Null(mail.DirectorateOf("b@xx.example"));
    }

    [Fact]
    public void A_delay_moves_as_a_whole_around_another_due_day_and_never_before_the_opening()
    {
        var delay = new TaskDelay { Due = 10, Remind = [3, 5, 8], Escalate = [10, 12], ThenEvery = 5 };

        var sooner = delay.DueAfter(7);
        Assert.Equal((7, 5), (sooner.Due, sooner.ThenEvery));
        Assert.Equal([2, 5], sooner.Remind);
        Assert.Equal([7, 9], sooner.Escalate);
        Assert.Equal([8, 10, 13], delay.DueAfter(15).Remind);
    }

    [Fact]
    public void A_choice_is_found_by_its_id_and_a_directorate_by_id_or_name()
    {
        var review = Rules.Tasks["review"];
        Assert.Equal("return", review.Find("return")!.Id);
        Assert.Null(review.Find("nothing"));
        Assert.Null(review.Find(null));
        var known = Rules.Directory.Directorates[1];
        Assert.Same(known, Rules.Directory.FindDirectorate($" {known.Id.ToUpperInvariant()} "));
        Assert.Same(known, Rules.Directory.FindDirectorate(known.Name));
        Assert.Null(Rules.Directory.FindDirectorate("nulle part"));
        Assert.Null(Rules.Directory.FindDirectorate(null));
    }

    [Fact]
    public void Choices_ask_for_a_reason_and_the_form_unless_they_say_otherwise()
    {
        var plain = new Choice { Id = "a", Label = "A" };
        Assert.True(plain.Reason && plain.NeedsForm);
    }

    [Fact]
    public void The_calendar_says_which_article_it_does_not_have() =>
        Assert.Equal("The calendar has no article 'ria-999'.", Assert.Throws<KeyNotFoundException>(() => Rules.Calendar["ria-999"]).Message);

    [Fact]
    public void A_document_is_given_once_any_of_its_places_is_and_its_end_is_read_where_it_stands()
    {
        var day = new DateOnly(2026, 11, 25);
        var document = Rules.Documents.Documents.First(each => each.ExpiresBy is not null);
        var (form, question) = document.ExpiresBy!.Split('.') is [var left, var right] ? (left, right) : default;
        Answers Given(string? until, string id) => new(id, "1", until is null ? new Dictionary<string, Answer>() : new Dictionary<string, Answer> { [question!] = new(until, new AnswerSource("page", question!)) }, "");
        Assert.Contains((document.Id, day), DocumentList.ValiditiesIn(Rules.Documents, Given("2026-11-25", form!)));
        Assert.Empty(DocumentList.ValiditiesIn(Rules.Documents, Given(null, form!)));
        Assert.Empty(DocumentList.ValiditiesIn(Rules.Documents, Given("2026-11-25", "another")));

        var always = document with { When = new Condition { Fact = "always" }, ProvenBy = ["a.one", "a.two"], Since = null, Until = null };
        var sheet = new SheetAnswers(Rules.Forms[Assessment.Sheet], new Dictionary<string, string>(), fact => fact == "always");
        var list = Rules.Documents with { Documents = [always, always with { Id = "past", Until = day }, always with { Id = "other", When = new Condition { Fact = "never" } }] };
        var found = Assert.Single(DocumentList.Of(list, sheet, day, place => place == "a.two"));
        Assert.Equal((always.Id, true), (found.Document.Id, found.Given));
        Assert.False(Assert.Single(DocumentList.Of(list, sheet, day, _ => false)).Given);
    }
}
