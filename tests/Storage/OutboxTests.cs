using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class OutboxTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableOutbox outbox = new(store.Tables, store.Time);
    private readonly OutboxMail mail = new(
        "receipt:1/é", Sample.NewCase(), "person-1", "jeanne.roux@region.example", "Votre besoin est bien arrivé", "Bonjour,\r\n…",
        "<p>" + new string('é', 50_000) + "</p>", ["http://127.0.0.1:7071/taches/abc"], MailState.Pending, "<receipt-1@region.example>",
        store.Time.GetUtcNow(), null, null);

    private UndeliveredMail Failure => new(mail.CaseId, mail.MailId, Role.Requester, mail.CreatedAt, true, "550 boîte pleine");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_begun_twice_is_one_mail_with_its_first_text_and_its_state()
    {
        Assert.Same(mail, await outbox.TryBeginAsync(mail, Cancellation));
        var other = mail with { Subject = "Un autre", CreatedAt = mail.CreatedAt.AddDays(1) };
        Assert.Equivalent(mail, await outbox.TryBeginAsync(other, Cancellation), strict: true);

        await outbox.MarkFailedAsync(Failure, 1, Cancellation);
        var failed = await outbox.TryBeginAsync(other, Cancellation);
        Assert.Equal((MailState.Failed, "550 boîte pleine"), (failed.State, failed.Error));

        await outbox.MarkSentAsync(failed, Cancellation);
        var sent = await outbox.TryBeginAsync(other, Cancellation);
        Assert.Equivalent(mail with { State = MailState.Sent, SentAt = store.Time.GetUtcNow(), Attempts = 1 }, sent, strict: true);
    }

    [Fact]
    public async Task A_mail_that_did_not_go_out_is_found_in_one_request_until_it_goes()
    {
        await outbox.TryBeginAsync(mail, Cancellation);
        await outbox.MarkFailedAsync(Failure with { ForGood = false, Error = "451 plus tard" }, 2, Cancellation);
        await outbox.MarkFailedAsync(Failure, 1, Cancellation);

        UndeliveredMails found = null!;
        Assert.Equal(1, await Wire.CountAsync(async () => found = await outbox.UndeliveredAsync(500, Cancellation)));
        Assert.Equal(Failure, Assert.Single(found.Mails, one => one.CaseId == mail.CaseId));

        await outbox.MarkSentAsync(await outbox.TryBeginAsync(mail, Cancellation), Cancellation);
        Assert.DoesNotContain((await outbox.UndeliveredAsync(500, Cancellation)).Mails, one => one.CaseId == mail.CaseId);
    }

    [Fact]
    public async Task Of_many_mails_that_did_not_go_out_a_bounded_number_is_read()
    {
        for (var number = 0; number < 3; number++)
        {
            var one = mail with { MailId = $"mail {number}" };
            await outbox.TryBeginAsync(one, Cancellation);
            await outbox.MarkFailedAsync(Failure with { MailId = one.MailId, Since = Failure.Since.AddHours(-number) }, 1, Cancellation);
        }

        var found = await outbox.UndeliveredAsync(2, Cancellation);
        Assert.True(found.More);
        Assert.Equal(found.Mails.OrderBy(one => one.Since), found.Mails);
        Assert.Equal(2, found.Mails.Count);
    }

    [Fact]
    public async Task Mails_are_listed_by_case_oldest_first_and_in_all_newest_first()
    {
        var later = mail with { MailId = "second", CreatedAt = mail.CreatedAt.AddMinutes(1) };
        await outbox.TryBeginAsync(later, Cancellation);
        await outbox.TryBeginAsync(mail, Cancellation);

        Assert.Equal([mail.MailId, later.MailId], (await outbox.ListAsync(mail.CaseId, Cancellation)).Select(one => one.MailId));
        var all = (await outbox.AllAsync(Cancellation)).Where(one => one.CaseId == mail.CaseId);
        Assert.Equal([later.MailId, mail.MailId], all.Select(one => one.MailId));
        Assert.Null(await outbox.FindAsync(mail.CaseId, "nothing", Cancellation));
    }

    [Fact]
    public async Task A_text_over_its_limit_is_refused_with_the_numbers()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => outbox.TryBeginAsync(mail with { Text = new string('x', 120_001) }, Cancellation));
        Assert.Contains("120001 characters; a row takes at most 120000", refusal.Message, StringComparison.Ordinal);
    }
}
