using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Links that are not what they were, and links that somebody only looks at.</summary>
public sealed class TaskLinkTests(LocalHostFixture fixture) : QuietScenario(fixture)
{
    [Fact]
    public async Task An_altered_link_shows_nothing_and_takes_nothing()
    {
        var (id, page) = await AskedAsync();
        var address = page.Address.AbsoluteUri;
        var at = address.Length - 20;
        var altered = address[..at] + (address[at] == 'A' ? 'B' : 'A') + address[(at + 1)..];

        await UnchangedAsync(id, () => AssertRefusedAsync(page, altered, 404, "Lien inconnu", "Ouvrez-le à nouveau depuis le courriel"));
        await UnchangedAsync(id, () => AssertRefusedAsync(page, address[..^40], 404, "Lien inconnu", "Ouvrez-le à nouveau depuis le courriel"));
    }

    [Fact]
    public async Task Of_ten_thousand_forged_links_none_is_read_and_those_that_are_sent_take_nothing()
    {
        var (id, page) = await AskedAsync();
        var (links, token) = (Services.GetRequiredService<TaskLinks>(), page.Address.Segments[^1]);
        var random = new Random(20261126);
        // The last letter has bits that say nothing: with another one there the token can be the very same.
        string[] forged = [.. Enumerable.Range(0, 10_000).Select(_ => Forged(token, random)).Where(other => other.Length < 8 || !string.Equals(other[..^1], token[..^1], StringComparison.Ordinal))];

        Assert.All(forged, other => Assert.Null(links.Read(other)));
        await UnchangedAsync(id, async () =>
        {
            // A path of dots or with a slash is another page; each of these is the task's, with a token that is none.
            foreach (var other in forged.Where(other => other.Length > 2 && other.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')).Take(100))
            {
                var address = new Uri(page.Address, $"/taches/{other}").AbsoluteUri;
                Assert.Equal(404, (await Client.OpenAsync(address, null, Cancellation)).Status);
                Assert.Equal(404, (await Client.SendAsync(page, address, FilledForm.Of(page, "endorse", []), Cancellation)).Status);
                Assert.Contains((await Client.SendAsync(page, $"{address}/code", new Dictionary<string, string> { ["code"] = "123456" }, Cancellation)).Status, new[] { 400, 404 });
            }
        });
    }

    private static string Forged(string token, Random random)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var at = random.Next(token.Length);
        return random.Next(6) switch
        {
            0 => token[..at],
            1 => token[at..] + token[..at],
            2 => token + letters[random.Next(letters.Length)],
            3 => token[..at] + letters[random.Next(letters.Length)] + token[Math.Min(at + 1, token.Length)..],
            4 => new string([.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => letters[random.Next(letters.Length)])]),
            _ => string.Concat(token.AsSpan(0, at), "%00../", token.AsSpan(at)),
        };
    }

    [Fact]
    public async Task A_link_of_somebody_else_or_of_another_task_takes_nothing()
    {
        var (id, page) = await AskedAsync();
        var (task, person) = await AskedOfAsync(id);
        var links = Services.GetRequiredService<TaskLinks>();
        var (other, _) = await AskedAsync();

        await UnchangedAsync(id, async () =>
        {
            await AssertRefusedAsync(page, links.AddressOf(task, "p-personne", 1), 410, "Cette question n’est plus posée", "Vous n’avez rien à faire.");
            await AssertRefusedAsync(page, links.AddressOf($"{id}.Need.1.review.1", person, 1), 410, "Cette question n’est plus posée", "Vous n’avez rien à faire.");
            await AssertRefusedAsync(page, links.AddressOf("IA-1999-0001.Need.1.endorse.1", person, 1), 404, "Lien inconnu", "depuis le courriel");
        });

        // A page of one case posted to the link of another decides the other one, at most: never its own.
        await UnchangedAsync(id, async () =>
        {
            var foreign = await TaskPageAsync(other, "endorse");
            await Client.SendAsync(foreign, FilledForm.Of(foreign, "decline", []), Cancellation);
        });
    }

    [Fact]
    public async Task An_expired_link_offers_a_new_one_to_the_same_person_and_that_alone()
    {
        var (id, page) = await AskedAsync();
        var (task, person) = await AskedOfAsync(id);
        var eightDaysAgo = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-8));
        var old = new TaskLinks(Services.GetRequiredService<IDataProtectionProvider>(), eightDaysAgo, Services.GetRequiredService<IConfiguration>()).AddressOf(task, person, 1);

        await UnchangedAsync(id, () => AssertRefusedAsync(page, old, 410, "Ce lien a expiré", "Nous pouvons vous envoyer un nouveau lien"));
        var expired = await Client.OpenAsync(old, null, Cancellation);
        Assert.DoesNotContain("Essai", expired.Text, StringComparison.Ordinal);
        var renewed = await Client.SendAsync(expired, FilledForm.Of(expired, null, []), Cancellation);
        Assert.Equal((200, "Un nouveau lien est parti"), (renewed.Status, renewed.Heading));

        var mail = await Eventually.Get(
            async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(m => m.Id.Contains(".renewed.", StringComparison.Ordinal))!, m => m is not null);
        Assert.Equal("direction.lycees@region.example", mail.To);
        var fresh = await Client.OpenAsync(mail.Links[0], null, Cancellation);
        Assert.Equal("Votre décision est enregistrée", (await Client.SendAsync(fresh, FilledForm.Of(fresh, "endorse", []), Cancellation)).Heading);
    }

    [Fact]
    public async Task Looking_at_every_link_changes_nothing()
    {
        var (id, _) = await AskedAsync();
        await DecideAsync(id, "endorse", "endorse");
        await Client.MailAsync(id, "review", Cancellation);
        var links = (await Client.MailsAsync(id, Cancellation)).SelectMany(mail => mail.Links).Select(link => new Uri(link).PathAndQuery).Distinct().ToList();
        Assert.True(links.Count >= 3);
        string[] paths = [.. links, $"/besoin/recu/{id}", $"/dossiers/{id}/verification", $"/dossiers/{id}/documents", $"/suivi/{id}/relancer", $"/api/cases/{id}"];

        await UnchangedAsync(id, async () =>
        {
            foreach (var path in paths)
            {
                using var get = await Client.SendAsync(HttpMethod.Get, path, "Dtisu", null, Cancellation);
                using var head = await Client.SendAsync(HttpMethod.Head, path, "Dtisu", null, Cancellation);
                Assert.True((int)get.StatusCode == 200, $"{path}: {get.StatusCode}");
                Assert.Equal(get.StatusCode, head.StatusCode);
                Assert.True(get.Headers.CacheControl?.NoStore);
            }
        });
    }

    private async Task AssertRefusedAsync(WebPage page, string address, int status, string heading, string advice)
    {
        var look = await Client.OpenAsync(address, null, Cancellation);
        Assert.Equal((status, heading), (look.Status, look.Heading));
        Assert.Contains(advice, look.Text, StringComparison.Ordinal);
        var sent = await Client.SendAsync(page, address, FilledForm.Of(page, "endorse", []), Cancellation);
        Assert.Equal((status, heading), (sent.Status, sent.Heading));
    }

    private async Task<(string Task, string Person)> AskedOfAsync(string id)
    {
        var opened = (await Client.JournalAsync(id, Cancellation)).Single(row => row.Type == "TaskOpened").Data;
        return (opened.GetProperty("taskId").GetString()!, opened.GetProperty("people")[0].GetString()!);
    }
}
