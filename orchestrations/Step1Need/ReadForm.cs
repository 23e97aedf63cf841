using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step1Need;

/// <summary>
/// Reads what was deposited into answers, proposals and gaps. What cannot be read is a gap, not an error: the requester is asked for it. A second
/// run finds the first reading and changes nothing.
/// </summary>
/// <returns>How many questions are to be asked back.</returns>
public sealed class ReadForm(CaseFiles files, NeedReading reading, ILikeNeeds likeNeeds, CharterRules rules, TimeProvider time) : TaskActivity<CaseId, int>
{
    private const string Key = "read";
    private const string LikenessKey = "likeness";

    public override async Task<int> RunAsync(TaskActivityContext context, CaseId input)
    {
        if (await files.FindEntryAsync(input, Key, CancellationToken.None) is { } entry)
            return ((CaseEvent.AnswersRecorded)entry.Event).Answers.Gaps.Count;
        var useCase = await files.GetAsync(input, CancellationToken.None);
        var today = time.ParisToday();
        var read = await reading.ReadAsync(useCase, today, CancellationToken.None);
        if (read.Unread.Count > 0)
            await files.RecordAsync(input, [.. read.Unread.Select(unread => new Fact($"unread:{unread.Document.Sha256}", new CaseEvent.DocumentUnread(unread.Document, unread.Cause)))], CancellationToken.None);
        useCase = await CompareAsync(useCase, read);

        var form = rules.Forms["need"].On(today);
        var filling = FormFilling.Fill(form, read.Said, useCase.Has, SourceOf, CaseFiles.NewSalt());
        var proposals = Proposals(form, read);
        var answers = new AnswersRef(
            form.Id, form.Version, await files.WriteAsync(input, filling.Answers, CancellationToken.None), [.. filling.Gaps.Union(proposals.Values.Keys)])
        {
            Proposals = proposals.Values.Count > 0 ? await files.WriteAsync(input, proposals, CancellationToken.None) : null,
        };
        await files.RecordAsync(input, [new Fact(Key, new CaseEvent.AnswersRecorded(answers, NeedRuling.FactsOf(filling.Answers)))], CancellationToken.None);
        return answers.Gaps.Count;

        AnswerSource SourceOf(string question) => read.Sources.GetValueOrDefault(question) ?? new AnswerSource("", question);
    }

    /// <summary>What is to be confirmed. An answer recognised with too little confidence, or not understood, has no value: what was seen is shown beside an empty field.</summary>
    private Answers Proposals(FormDefinition form, ReadNeed read) => new(
        form.Id,
        form.Version,
        read.Made.ToDictionary(made => made.Key, made => new Answer(ValueOf(form.Find(made.Key)!, made.Value), read.Sources[made.Key])),
        CaseFiles.NewSalt());

    private string ValueOf(Charter.Forms.Question question, InferredAnswer made) =>
        made.Confidence * 100 < rules.Intake.Reading.Confidence ? "" : FormFilling.Understand(question, made.Text).Value ?? "";

    /// <summary>Written down before the answers: what is found opens a question to the requester.</summary>
    private async Task<UseCase> CompareAsync(UseCase useCase, ReadNeed read)
    {
        if (TextOf("title") is not { Length: > 0 } title)
            return useCase;
        var (threshold, most) = (rules.Intake.Likeness.Threshold, rules.Intake.Likeness.Most);
        var alike = await likeNeeds.FindAsync(useCase.Id, title, TextOf("expected-result") ?? "", threshold, most, CancellationToken.None);
        return alike.Count == 0 ? useCase : await files.RecordAsync(useCase.Id, [new Fact(LikenessKey, new CaseEvent.LikenessFound(alike))], CancellationToken.None);

        string? TextOf(string question) => read.Said.GetValueOrDefault(question) ?? read.Made.GetValueOrDefault(question)?.Text;
    }
}

/// <summary>Acknowledges the deposit to the requester. A second run sends nothing more.</summary>
public sealed class SendReceipt(CaseFiles files, IMailRoom mails) : TaskActivity<CaseId, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, CaseId input)
    {
        var useCase = await files.GetAsync(input, CancellationToken.None);
        await mails.SendAsync(new MailOrder($"{input}.receipt", MailKind.Receipt, input, useCase.Requester), CancellationToken.None);
        return true;
    }
}

/// <summary>Whether an author who has sent what they know is asked once more for the rest. Changes nothing, so a second run may follow new rules.</summary>
public sealed class MayAskAgain(CharterRules rules) : TaskActivity<int, bool>
{
    /// <param name="input">How often they were asked.</param>
    public override Task<bool> RunAsync(TaskActivityContext context, int input) => Task.FromResult(input < rules.Intake.Reading.Rounds);
}
