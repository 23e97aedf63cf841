using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Intake.Mail;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>Mails that came in: none that must be looked at is lost among the others.</summary>
public sealed class MailsTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableMails mails = new(store.Tables, store.Blobs, store.Time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_that_waits_is_found_behind_those_that_were_taken_or_dropped_since()
    {
        var waiting = await KeptAsync(MailVerdict.Quarantined);
        for (var i = 0; i < 8; i++)
            await KeptAsync(i % 2 == 0 ? MailVerdict.Taken : MailVerdict.Dropped);

        Assert.Equal(waiting, Assert.Single(await mails.WaitingAsync(2, Cancellation), mail => mail.Key == waiting.Key));
    }

    [Fact]
    public async Task A_mail_that_a_crash_left_unsorted_waits_after_a_quarter_of_an_hour_and_no_longer_once_sorted()
    {
        var mail = New(store.Time.GetUtcNow().AddMinutes(1));
        await mails.KeepAsync(mail, "x"u8.ToArray(), Cancellation);
        Assert.DoesNotContain(await mails.WaitingAsync(50, Cancellation), each => each.Key == mail.Key);

        store.Time.Advance(TimeSpan.FromMinutes(17));
        Assert.Contains(await mails.WaitingAsync(50, Cancellation), each => each.Key == mail.Key);

        await mails.MarkAsync(mail with { Verdict = MailVerdict.Taken }, Cancellation);
        Assert.DoesNotContain(await mails.WaitingAsync(50, Cancellation), each => each.Key == mail.Key);
    }

    [Fact]
    public async Task Old_mails_are_erased_with_their_copies_but_for_those_that_wait()
    {
        var waiting = await KeptAsync(MailVerdict.Quarantined);
        var taken = await KeptAsync(MailVerdict.Taken);
        var aside = await KeptAsync(MailVerdict.Discarded);
        await mails.CountAsync("camille@region.example", Cancellation);
        store.Time.Advance(TimeSpan.FromDays(2));
        var fresh = await KeptAsync(MailVerdict.Taken);

        Assert.InRange(await mails.ForgetAsync(store.Time.GetUtcNow().AddDays(-1), 1000, Cancellation), 2, 1000);

        Assert.NotNull(await mails.FindAsync(waiting.Key, Cancellation));
        Assert.NotNull(await mails.RawAsync(waiting, Cancellation));
        Assert.NotNull(await mails.FindAsync(fresh.Key, Cancellation));
        foreach (var gone in new[] { taken, aside })
        {
            Assert.Null(await mails.FindAsync(gone.Key, Cancellation));
            Assert.Null(await mails.RawAsync(gone, Cancellation));
        }

        Assert.DoesNotContain(await mails.AsideAsync(100, Cancellation), mail => mail.Key == aside.Key);
        Assert.Equal(0, await mails.ForgetAsync(store.Time.GetUtcNow().AddDays(-1), 1000, Cancellation));
        Assert.Equal(1, await mails.CountAsync("camille@region.example", Cancellation));
    }

    [Fact]
    public async Task What_was_put_aside_leaves_the_waiting_ones_and_keeps_its_reason()
    {
        var mail = await KeptAsync(MailVerdict.Quarantined);

        await mails.MarkAsync(mail with { Verdict = MailVerdict.Discarded, Why = "Une publicité." }, Cancellation);

        Assert.DoesNotContain(await mails.WaitingAsync(50, Cancellation), each => each.Key == mail.Key);
        Assert.Equal("Une publicité.", Assert.Single(await mails.AsideAsync(50, Cancellation), each => each.Key == mail.Key).Why);
    }

    [Fact]
    public async Task A_mail_that_is_brought_again_is_as_it_was_sorted_and_does_not_wait_again()
    {
        var taken = await KeptAsync(MailVerdict.Taken);

        Assert.Equal(taken, await mails.KeepAsync(taken with { Verdict = MailVerdict.Received }, "x"u8.ToArray(), Cancellation));

        store.Time.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain(await mails.WaitingAsync(50, Cancellation), each => each.Key == taken.Key);
    }

    private async Task<KeptMail> KeptAsync(MailVerdict verdict)
    {
        store.Time.Advance(TimeSpan.FromSeconds(1));
        var mail = New(store.Time.GetUtcNow());
        await mails.KeepAsync(mail, "x"u8.ToArray(), Cancellation);
        var sorted = mail with { Verdict = verdict };
        await mails.MarkAsync(sorted, Cancellation);
        return sorted;
    }

    private static KeptMail New(DateTimeOffset at) =>
        new(Sample.NewFingerprint(), Sample.NewFingerprint(), at, "a@region.example", "Objet", MailVerdict.Received, MailReason.None, null);
}
