using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using RegionSud.AiWorkflow.Edge.Mails;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>What machines answer to our own mails: absences, and reports that a mail could not be delivered.</summary>
public sealed class MailReportScenarios(LocalHostFixture fixture) : MailScenario(fixture)
{
    [Fact]
    public async Task An_automatic_answer_to_a_mail_of_ours_is_shown_on_its_case_and_changes_nothing()
    {
        var id = await DepositAsync();
        var asked = await Client.MailAsync(id, "endorse", Cancellation);
        var away = Mail($"Re: {asked.Subject}", "Je suis en congé jusqu’au 15.", "direction.lycees@region.example");
        away.InReplyTo = Services.GetRequiredService<MailSettings>().MessageIdOf(asked.Id).Trim('<', '>');
        away.Headers.Add("Auto-Submitted", "auto-replied");

        Assert.Equal(("Dropped", "AutoReply"), await VerdictAsync(away));

        Assert.Contains("Absence signalée", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "AbsenceNoticed");
        await DecideAsync(id, "endorse", "decline");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_report_that_a_mail_of_ours_failed_is_the_mail_service_s_word_and_a_delay_or_a_stranger_s_is_not(bool whole)
    {
        var id = await DepositAsync();
        var asked = await Client.MailAsync(id, "endorse", Cancellation);
        var messageId = Services.GetRequiredService<MailSettings>().MessageIdOf(asked.Id);

        Assert.Equal(("Dropped", "Bounce"), await VerdictAsync(Report("delayed", messageId, asked.Subject, whole)));
        Assert.Equal(("Dropped", "Bounce"), await VerdictAsync(Report("failed", "<somebody.else@region.example>", asked.Subject, whole)));
        Assert.DoesNotContain(await Client.JournalAsync(id, Cancellation), row => row.Type == "MailBounced");

        Assert.Equal(("Dropped", "Bounce"), await VerdictAsync(Report("failed", messageId, asked.Subject, whole)));
        Assert.Equal(("Dropped", "Bounce"), await VerdictAsync(Report("failed", messageId, asked.Subject, whole)));
        Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "MailBounced");
        Assert.Contains("5.1.1 smtp; 550 5.1.1 User unknown", (await Client.OpenAsync("/suivi", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await DecideAsync(id, "endorse", "decline");
    }

    /// <summary>As a mail server reports (RFC 3464), with the mail that it speaks of or with its headers alone.</summary>
    private static MimeMessage Report(string action, string messageId, string subject, bool whole)
    {
        var original = $"From: charte-ia@region.example\r\nTo: direction.lycees@region.example\r\nSubject: {subject}\r\nMessage-ID: {messageId}\r\n\r\n";
        var text = $"""
            From: Mail Delivery System <MAILER-DAEMON@mx.region.example>
            To: charte-ia@depots.region.example
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <{Guid.NewGuid():N}@mx.region.example>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="r"

            --r
            Content-Type: text/plain

            This is the mail system.

            --r
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.region.example

            Final-Recipient: rfc822; direction.lycees@region.example
            Action: {action}
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 User unknown

            --r
            Content-Type: {(whole ? "message/rfc822" : "text/rfc822-headers")}

            """.ReplaceLineEndings("\r\n") + "\r\n" + original + "--r--\r\n";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return MimeMessage.Load(stream);
    }
}
