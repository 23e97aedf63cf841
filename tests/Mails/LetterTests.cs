using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Tests.Mails;

public sealed partial class LetterTests
{
    private const string Hostile = "<script>alert(1)</script>\r\n\"><a href='https://faux.example/x'>cliquez</a>\nvoir faux.example ou jean@faux.example\u202e\0";

    [Fact]
    public async Task Every_kind_of_mail_and_every_milestone_has_its_letter()
    {
        var mails = await new MailSamples().AllAsync();

        Assert.All(Enum.GetNames<MailKind>().Where(kind => kind is "Receipt" or "Closed"), kind => Assert.Contains(mails.Keys, name => name.StartsWith(kind.ToLowerInvariant(), StringComparison.Ordinal)));
        Assert.All(MilestoneLetters.Names, name => Assert.Contains($"milestone-{name}", mails.Keys));
        Assert.All(mails.Values, mail =>
        {
            Assert.StartsWith("[IA-2026-0042] ", mail.Subject, StringComparison.Ordinal);
            Assert.DoesNotContain("Roux", mail.Subject + mail.Text + mail.Html, StringComparison.Ordinal);
            Assert.DoesNotContain('@', mail.Text);
            Assert.Contains("Personne ne vous demandera jamais de décider en répondant à ce message.", mail.Text, StringComparison.Ordinal);
            Assert.Contains("Vous recevez ce message parce que", mail.Text, StringComparison.Ordinal);
        });
        if (Environment.GetEnvironmentVariable("MAIL_SAMPLES") is { Length: > 0 } folder)
            await WriteAsync(folder, mails);
    }

    [Fact]
    public async Task A_milestone_without_a_letter_is_refused()
    {
        var samples = new MailSamples();
        var order = new MailOrder("x", MailKind.Milestone, MailSamples.Id, "p", Milestone: "unheard-of");

        await Assert.ThrowsAsync<InvalidOperationException>(() => samples.Composer.ComposeAsync(order, samples.File(), MailSamples.To("p")));
    }

    [Fact]
    public async Task A_task_that_was_decided_meanwhile_is_not_asked()
    {
        var samples = new MailSamples();
        var order = new MailOrder("x", MailKind.TaskAsked, MailSamples.Id, "p", "IA-2026-0042.Need.1.endorse.1");

        Assert.Null(await samples.Composer.ComposeAsync(order, samples.File(), MailSamples.To("p")));
    }

    [Fact]
    public async Task Each_mail_has_one_link_and_it_leads_to_a_page_that_only_shows()
    {
        foreach (var (name, mail) in (await new MailSamples(Hostile, Hostile).AllAsync()).Where(pair => pair.Key is not ("digest-reminder" or "decided-refuse" or "closed-refused" or "asked-change" or "milestone-deployed")))
        {
            var anchor = Assert.Single(Parse(mail.Html).QuerySelectorAll("a, form, img, link, script, iframe"));
            var address = Assert.Single(mail.Links);
            Assert.Equal(address, anchor.GetAttribute("href"));
            Assert.Equal(address, Assert.Single(Address().Matches(mail.Text)).Value);
            Assert.Matches(@"^https://charte-ia\.region\.example/((taches|avis)/[\w-]+|dossiers/IA-2026-0042(/demandes|/gel|/incidents)?|modeles/[\w-]+)$", address);
            Assert.Equal(name.Split('-')[0] is "asked" or "reminder" or "late" or "link" || name is "consult-replied" or "consult-given", address.Contains("/taches/", StringComparison.Ordinal));
            Assert.Contains(address, Parse(mail.Html).QuerySelectorAll("p").Select(p => p.TextContent));
        }
    }

    [Fact]
    public async Task A_reminder_tells_of_all_that_waits_each_by_a_link_of_its_own()
    {
        var mail = (await new MailSamples(words: Hostile).AllAsync())["digest-reminder"];
        Assert.EndsWith(", et plus de 2 autres demandes", mail.Subject, StringComparison.Ordinal);
        // More waits than a mail tells of: a page has them all.
        Assert.Equal(3, mail.Links.Where(link => link.Contains("/taches/", StringComparison.Ordinal)).Distinct().Count());
        Assert.Single(mail.Links, link => link.Contains("/mes-demandes/", StringComparison.Ordinal));
        Assert.Equal(mail.Links.Order(), Address().Matches(mail.Text).Select(match => match.Value).Order());
        Assert.Equal(mail.Links.Order(), Parse(mail.Html).QuerySelectorAll("a").Select(anchor => anchor.GetAttribute("href")!).Order());
        Assert.Contains("Réponse attendue depuis le", mail.Text, StringComparison.Ordinal);
        Assert.Contains("IA-2026-0009, sans titre pour l’instant", mail.Text, StringComparison.Ordinal);

        var samples = await new MailSamples().AllAsync();
        Assert.Single(samples["decided-refuse"].Links, link => link.Contains("/pas-moi/", StringComparison.Ordinal));
        Assert.Single(samples["closed-refused"].Links, link => link.Contains("/contestations/", StringComparison.Ordinal));
        Assert.Single(samples["milestone-deployed"].Links, link => link.Contains("/incidents/", StringComparison.Ordinal));
        var late = samples["digest-escalated"];
        Assert.Single(late.Links);
        Assert.Contains("Tardent aussi", late.Text, StringComparison.Ordinal);
        Assert.Contains("- IA-2026-0007, porter le besoin au nom de la direction", late.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_typed_is_shown_whole_and_is_neither_markup_nor_a_link()
    {
        foreach (var mail in (await new MailSamples(Hostile, Hostile).AllAsync()).Values)
        {
            Assert.DoesNotContain("<script>", mail.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("://faux", mail.Html + mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("faux.example", mail.Html + mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("jean@faux", mail.Html + mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202e', mail.Html + mail.Text);
            Assert.DoesNotContain('\0', mail.Html + mail.Text);
            Assert.DoesNotContain('\r', mail.Text);
            Assert.Contains("<script>alert(1)</script>", Parse(mail.Html).Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refusal_carries_its_whole_justification()
    {
        var justification = string.Join("\n", Enumerable.Range(1, 120).Select(n => $"Motif {n} de la justification."));

        var mail = (await new MailSamples(words: justification).AllAsync())["closed-refused"];

        Assert.All(justification.Split('\n'), line => Assert.Contains($"> {line}\n", mail.Text, StringComparison.Ordinal));
        Assert.All(justification.Split('\n'), line => Assert.Contains(line, mail.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_settled_a_disagreement_is_quoted_and_not_those_who_disagreed()
    {
        var mail = (await new MailSamples().AllAsync())["milestone-modify"];

        Assert.Contains("Motif (DGS)", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Motif (DTISU)", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mail_keeps_to_the_rules_of_French_typography()
    {
        foreach (var (name, mail) in await new MailSamples().AllAsync())
        {
            foreach (var text in new[] { mail.Subject, mail.Text, Parse(mail.Html).Body!.TextContent, Parse(mail.Html).Title! })
            {
                var found = Fault().Match(text);
                Assert.False(found.Success, $"{name}: « {(found.Success ? text[Math.Max(0, found.Index - 20)..Math.Min(text.Length, found.Index + 20)] : "")} »");
            }
        }
    }

    [Fact]
    public async Task The_plain_text_says_what_the_HTML_says()
    {
        foreach (var (name, mail) in await new MailSamples().AllAsync())
        {
            var html = Squeezed(Parse(mail.Html).Body!.TextContent);
            var said = mail.Text.Split('\n').Select(line => line.TrimStart('>', '-', '*', ' ')).Where(line => line.Length > 0 && line.Trim('=', '-').Length > 0)
                // The addresses of what waits beside are behind the words of their links.
                .Where(line => name is not ("digest-reminder" or "decided-refuse" or "closed-refused" or "asked-change" or "milestone-deployed") || !line.StartsWith("https://", StringComparison.Ordinal));
            Assert.All(said, line => Assert.True(html.Contains(Squeezed(line.EndsWith("répondre\u00a0:", StringComparison.Ordinal) || line.StartsWith("Voir le", StringComparison.Ordinal) || line.StartsWith("Réattribuer", StringComparison.Ordinal) || line.StartsWith("Trancher", StringComparison.Ordinal) ? line[..^2] : line), StringComparison.Ordinal), $"{name}: {line}"));
        }
    }

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static string Squeezed(string text) => Spaces().Replace(text, " ").Trim();

    private static async Task WriteAsync(string folder, IReadOnlyDictionary<string, OutboxMail> mails)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, mail) in mails)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".html"), mail.Html);
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".txt"), $"{mail.Subject}\n\n{mail.Text}");
        }
    }

    // A plain space before a high sign, a missing one after or before a guillemet, a straight apostrophe inside a word.
    [GeneratedRegex(@"[ \t][:;!?»%]|[^\s\u00a0\u202f][;!?](?=\s|$)|«(?!\u00a0)|(?<!\u00a0)»|\p{L}'\p{L}|(?<![\u00a0\d/sp]):(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Fault();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"[ \n\r\t]+")]
    private static partial Regex Spaces();
}
