using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step1Need;

/// <summary>
/// Reads the deposited form into answers and gaps. What cannot be read is a gap, not an error: the requester is asked for it. A second run
/// finds the first reading and changes nothing.
/// </summary>
/// <returns>How many questions are to be asked back.</returns>
public sealed class ReadForm(CaseFiles files, IEnumerable<IFormReader> readers, ILikeNeeds likeNeeds, CharterRules rules) : TaskActivity<CaseId, int>
{
    private const string Key = "read";
    private const string LikenessKey = "likeness";

    public override async Task<int> RunAsync(TaskActivityContext context, CaseId input)
    {
        if (await files.FindEntryAsync(input, Key, CancellationToken.None) is { } entry)
            return ((CaseEvent.AnswersRecorded)entry.Event).Answers.Gaps.Count;
        var useCase = await files.GetAsync(input, CancellationToken.None);
        var reading = Read(await files.ReadBytesAsync(input, useCase.Original, CancellationToken.None));
        var form = rules.Forms["need"];
        var texts = reading is null ? new Dictionary<string, string>() : FormMigrating.Migrate(form, form.VersionOfCode(reading.Code) ?? form.Version, reading.Values);
        useCase = await CompareAsync(useCase, texts);
        var filling = FormFilling.Fill(
            form,
            texts,
            useCase.Has,
            question => new AnswerSource(reading?.Reader ?? "", question, useCase.Original.Sha256),
            CaseFiles.NewSalt());
        var document = await files.WriteAsync(input, filling.Answers, CancellationToken.None);
        await files.RecordAsync(
            input,
            [new Fact(Key, new CaseEvent.AnswersRecorded(new AnswersRef(form.Id, form.Version, document, filling.Gaps), NeedRuling.FactsOf(filling.Answers)))],
            CancellationToken.None);
        return filling.Gaps.Count;
    }

    /// <summary>Written down before the answers: what is found opens a question to the requester.</summary>
    private async Task<UseCase> CompareAsync(UseCase useCase, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.GetValueOrDefault("title") is not { Length: > 0 } title)
            return useCase;
        var (threshold, most) = (rules.Intake.Likeness.Threshold, rules.Intake.Likeness.Most);
        var alike = await likeNeeds.FindAsync(useCase.Id, title, texts.GetValueOrDefault("expected-result", ""), threshold, most, CancellationToken.None);
        return alike.Count == 0 ? useCase : await files.RecordAsync(useCase.Id, [new Fact(LikenessKey, new CaseEvent.LikenessFound(alike))], CancellationToken.None);
    }

    private FormReading? Read(ReadOnlyMemory<byte>? content)
    {
        if (content is not { } bytes || readers.FirstOrDefault(reader => reader.Recognises(bytes)) is not { } reader)
            return null;
        try
        {
            return reader.Read(bytes);
        }
        catch (FormUnreadableException)
        {
            return null;
        }
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
