using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Intake.Mail;

/// <summary>
/// Where mails come in: each is kept first, then sorted, then has its effect, then is marked. Bringing the same mail again, or after a crash at any
/// place, ends in the same: its key is its Message-ID's, a case's is its form's.
/// </summary>
// Seven parameters: the mail's own store, the two ways it can take, and what sorting needs to know.
public sealed partial class MailDesk(
    TableMails mails, MailNeeds needs, MailReplies replies, CharterRules rules, MailSettings settings, TimeProvider time, ILogger<MailDesk> log)
{
    /// <summary>Takes a mail in.</summary>
    /// <param name="raw">Its MIME.</param>
    /// <param name="at">When it arrived.</param>
    public async Task<KeptMail> TakeAsync(ReadOnlyMemory<byte> raw, MailOrigin origin, DateTimeOffset at, DurableTaskClient client, CancellationToken cancellation)
    {
        var read = Read(raw);
        var sha = Convert.ToHexStringLower(SHA256.HashData(raw.Span));
        var key = read?.MessageId is { } id ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))) : sha;
        var kept = await mails.KeepAsync(new KeptMail(key, sha, at, read?.From ?? "", read?.Subject ?? "", MailVerdict.Received, MailReason.None, null), raw, cancellation);
        if (kept.Verdict != MailVerdict.Received)
            return kept;
        var sorted = read is null
            ? kept with { Verdict = MailVerdict.Quarantined, Reason = MailReason.NotAMail }
            : await SortAsync(kept, read, origin, client, cancellation);
        await mails.MarkAsync(sorted, cancellation);
        Sorted(sorted.Key[..12], sorted.Verdict, sorted.Reason, sorted.CaseId?.Value);
        return sorted;
    }

    /// <summary>Takes in a mail that DTISU looked at: the sender is vouched for by the person, the directorate is what they say.</summary>
    /// <returns>The mail as it is known now; null when there is none under the key, or its copy was erased.</returns>
    public async Task<KeptMail?> ReleaseAsync(string key, string directorate, string email, DurableTaskClient client, CancellationToken cancellation)
    {
        if (await mails.FindAsync(key, cancellation) is not { } kept || await mails.RawAsync(kept, cancellation) is not { } raw)
            return null;
        if (!kept.Waits(time.GetUtcNow()) || Read(raw) is not { } read)
            return kept;
        var taken = kept with { Verdict = MailVerdict.Taken, CaseId = await needs.TakeAsync(read, directorate, email, client, cancellation) };
        await mails.MarkAsync(taken, cancellation);
        return taken;
    }

    private async Task<KeptMail> SortAsync(KeptMail kept, InboundMail mail, MailOrigin origin, DurableTaskClient client, CancellationToken cancellation)
    {
        var directorate = MailSorting.DirectorateOf(mail, rules);
        // Of a forged address nothing is counted: its true owner would pay for it.
        var count = rules.Mail.Knows(mail.From) && MailSorting.Vouched(mail.From, origin) ? await mails.CountAsync(mail.From, cancellation) : 0;
        var (verdict, reason) = MailSorting.Sort(mail, origin, rules.Mail, directorate, count, settings.From[(settings.From.LastIndexOf('@') + 1)..]);
        if (reason == MailReason.AutoReply)
            return kept with { Verdict = verdict, Reason = reason, CaseId = await replies.NoteAbsenceAsync(mail, cancellation) };
        if (reason == MailReason.Bounce && mail.Failed is { } failed)
            return kept with { Verdict = verdict, Reason = reason, CaseId = await replies.NoteFailureAsync(failed, cancellation) };
        if (verdict != MailVerdict.Received)
            return kept with { Verdict = verdict, Reason = reason };
        if (await replies.JoinAsync(kept, mail, cancellation) is { } joined)
            return kept with { Verdict = MailVerdict.Joined, CaseId = joined };
        return directorate is null
            ? kept with { Verdict = MailVerdict.Quarantined, Reason = MailReason.UnknownDirectorate }
            : kept with { Verdict = MailVerdict.Taken, CaseId = await needs.TakeAsync(mail, directorate, mail.From, client, cancellation) };
    }

    private InboundMail? Read(ReadOnlyMemory<byte> raw)
    {
        try
        {
            return InboundMail.Read(raw, rules.Mail);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser throws whatever the damage makes it stumble on.
            // What no mail program can read is kept all the same, for a person.
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail {Mark}: {Verdict} ({Reason}), case {CaseId}.")]
    private partial void Sorted(string mark, MailVerdict verdict, MailReason reason, string? caseId);
}

/// <summary>Makes needs of a mail: one for each form attached; else one of the pages that were scanned or photographed; else one of its text.</summary>
public sealed class MailNeeds(NeedFiles files, FrontDesk desk)
{
    private const string Unknown = "application/octet-stream";

    // Logos and signatures are pictures too; a page that can be read is larger.
    private const int LeastScan = 30 * 1024;

    /// <summary>Deposits them. The same mail again finds the same cases.</summary>
    /// <returns>The case; of several forms, the first one's.</returns>
    public async Task<CaseId> TakeAsync(InboundMail mail, string directorate, string email, DurableTaskClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var looked = mail.Files.Select(file => (File: file, Checked: files.Check(file.Content, file.Name, file.ClaimedType))).ToList();
        var forms = looked.Where(each => each.Checked is { Refusal: null, IsScan: false }).ToList();
        var scans = forms.Count > 0 ? [] : looked.Where(each => each.Checked.IsScan && !each.File.IsShownInText && each.File.Content.Length >= LeastScan).ToList();
        // What is neither is kept beside it and never opened: its type is not believed.
        List<DepositedFile> enclosures = [.. looked.Except(forms).Except(scans).Select(each => new CheckedFile(each.File.Content, Unknown, null).As(each.File.Name))];
        var text = new DepositedFile("Texte du courriel", OfText(mail), "application/json");
        List<Deposit> deposits = (forms, scans) switch
        {
            ({ Count: > 0 }, _) => [.. forms.Select(form => new Deposit("mail", form.Checked.As(form.File.Name), directorate, email) { Enclosures = enclosures })],
            (_, [var first, .. var others]) => [new Deposit("mail", first.Checked.As(first.File.Name), directorate, email) { Enclosures = [.. others.Select(page => page.Checked.As(page.File.Name)), text, .. enclosures] }],
            _ => [new Deposit("mail", text, directorate, email) { Enclosures = enclosures }],
        };
        List<CaseId> cases = [];
        foreach (var deposit in deposits)
            cases.Add((await desk.TakeAsync(deposit, client, cancellation)).CaseId);
        return cases[0];
    }

    /// <summary>A form begun with what the author typed: the rest is asked back.</summary>
    private ReadOnlyMemory<byte> OfText(InboundMail mail)
    {
        var form = desk.NeedForm;
        var title = form.Find("title")!;
        var texts = new Dictionary<string, string> { ["title"] = mail.Subject.Length <= title.MaxLength ? mail.Subject : mail.Subject[..title.MaxLength], ["problem"] = mail.Text };
        var filling = FormFilling.Fill(form, texts, _ => false, question => new AnswerSource("mail", question), "");
        // The Message-ID makes the document this mail's own; without one, the text itself does.
        var nonce = MailSettings.Mark(mail.MessageId ?? $"{mail.From}\n{mail.Subject}\n{mail.Text}");
        return PageForm.Write(form, filling.Answers, nonce, "mail");
    }
}

/// <summary>Puts the answers to our mails with their cases.</summary>
// Six parameters: which mail it answers, and what follows.
public sealed class MailReplies(TableOutbox outbox, Bounces bounces, CaseFiles cases, IDocuments documents, IPeople people, IMailRoom mails)
{
    /// <summary>
    /// A machine answered one of our mails: its reader may be away. The case shows it, nothing else follows: such answers lie, come late, and come for an
    /// hour's absence too.
    /// </summary>
    /// <returns>The case; null when it answers none of our mails about an open task.</returns>
    public async Task<CaseId?> NoteAbsenceAsync(InboundMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (MailSorting.CaseOf(mail) is not { } id || await outbox.MailIdOfAsync(id, mail.RepliesTo[0], cancellation) is not { } mailId ||
            await outbox.FindAsync(id, mailId, cancellation) is not { } sent || await cases.FindAsync(id, cancellation) is not { } useCase ||
            useCase.Tasks.Find(open => mailId.StartsWith($"{open.TaskId}.", StringComparison.Ordinal)) is not { } task)
            return null;
        await cases.RecordAsync(id, [new Fact($"absent:{task.TaskId}.{sent.Recipient}", new CaseEvent.AbsenceNoticed(task.TaskId, sent.Recipient))], cancellation);
        return id;
    }

    /// <summary>One of our mails came back by mail, as mail servers say it that have no other way: the same follows as from the mail service's own word.</summary>
    /// <returns>The case; null when it was none of our mails.</returns>
    public async Task<CaseId?> NoteFailureAsync(FailedDelivery failed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(failed);
        return MailSorting.CaseIn(failed.Subject) is { } id && await outbox.MailIdOfAsync(id, failed.MessageId, cancellation) is { } mailId &&
            await bounces.RecordAsync(id, mailId, failed.Why, cancellation)
            ? id
            : null;
    }

    /// <summary>
    /// Keeps the mail with its case, when it answers a mail that we sent about it, and tells its author so: who answers « d’accord » must learn that it decided
    /// nothing. It changes no step. A second call records nothing more and mails nobody.
    /// </summary>
    /// <returns>The case; null when the mail answers none of ours.</returns>
    public async Task<CaseId?> JoinAsync(KeptMail kept, InboundMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(mail);
        if (MailSorting.CaseOf(mail) is not { } id || !await outbox.HasSentAsync(id, mail.RepliesTo, cancellation))
            return null;
        List<ReceivedFile> received = [];
        var text = Encoding.UTF8.GetBytes($"{mail.Subject}\n\n{mail.Text}");
        received.Add(new ReceivedFile("Texte de la réponse", await documents.PutAsync(id, text, "text/plain", cancellation)));
        foreach (var file in mail.Files)
            received.Add(new ReceivedFile(new CheckedFile(file.Content, "", null).As(file.Name).Name, await documents.PutAsync(id, file.Content, "application/octet-stream", cancellation)));
        var author = await people.EnsureAsync(mail.From, null, null, cancellation);
        var manifest = await cases.WriteAsync(id, new ReceivedFiles(received, CaseFiles.NewSalt()), cancellation);
        await cases.RecordAsync(id, [new Fact($"mail:{kept.Key}", new CaseEvent.DocumentsReceived("mail", manifest), author.Id)], cancellation);
        await mails.SendAsync(new MailOrder($"{id}.kept.{kept.Key}", MailKind.ReplyKept, id, author.Id), cancellation);
        return id;
    }
}
