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
public sealed class ReadForm(CaseFiles files, IEnumerable<IFormReader> readers, CharterRules rules) : TaskActivity<CaseId, int>
{
    private const string Key = "read";

    public override async Task<int> RunAsync(TaskActivityContext context, CaseId input)
    {
        if (await files.FindEntryAsync(input, Key, CancellationToken.None) is { } entry)
            return ((CaseEvent.AnswersRecorded)entry.Event).Answers.Gaps.Count;
        var useCase = await files.GetAsync(input, CancellationToken.None);
        var reading = Read(await files.ReadBytesAsync(input, useCase.Original, CancellationToken.None));
        var form = rules.Forms["need"];
        var filling = FormFilling.Fill(
            form,
            reading is null ? new Dictionary<string, string>() : FormMigrating.Migrate(form, form.VersionOfCode(reading.Code) ?? form.Version, reading.Values),
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
