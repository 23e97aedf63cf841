using System.Text.Json;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Watch;

/// <summary>One page of the cases to look at.</summary>
/// <param name="LookId">The look.</param>
/// <param name="Day">The day whose law is applied.</param>
public sealed record LawPage(string LookId, DateOnly Day, string List, string? Continuation);

/// <summary>What one page did.</summary>
/// <param name="ToWake">Instances of those in maintenance for which something changed.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record LawBatch(LawTally Tally, IReadOnlyList<string> ToWake, string? Next);

/// <summary>
/// Looks at one page of cases and writes what changed in their journals. Storage requests: one for the page; per open, qualified case two (its head, its
/// sheet); per change found three more, and two for its wake. A second run writes nothing and wakes the same: what the first wrote is what it compares with.
/// </summary>
public sealed class LookAtCases(CaseFiles files, ICaseLists lists, IWakes wakes, CharterRules rules) : TaskActivity<LawPage, LawBatch>
{
    private const int PageSize = 25;

    // Each attempt lost met somebody's decision in that same moment.
    private const int Attempts = 5;

    public override async Task<LawBatch> RunAsync(TaskActivityContext context, LawPage input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var page = await lists.ReadAsync(input.List, input.Continuation, PageSize, CancellationToken.None);
        var (tally, toWake) = (LawTally.Zero, new List<string>());
        // A line may lag: it only leaves out what is closed or was never qualified, which no lag brings back.
        foreach (var line in page.Lines.Where(line => line.Status != CaseStatus.Closed && line.Step > Step.Qualification && line.Risk is not null))
        {
            try
            {
                var (counted, instance) = await LookAsync(line.Id, input);
                tally += counted;
                if (instance is not null)
                    toWake.Add(instance);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidDataException or ArgumentException or InvalidOperationException)
            {
                // What is stored of this case cannot be read: it is named, and the others are looked at. A storage that does not answer is another thing:
                // that goes through, and the page is tried again.
                tally += new LawTally(0, 0, 1, [line.Id]);
            }
        }

        return new LawBatch(tally, toWake, page.Next);
    }

    private async Task<(LawTally Tally, string? Instance)> LookAsync(CaseId id, LawPage page)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var useCase = await files.GetAsync(id, CancellationToken.None);
            // One that is being qualified has today's rules on its page, and will be assessed by them.
            if (useCase.Status == CaseStatus.Closed || useCase.Step <= Step.Qualification || useCase.Risk is null)
                return (LawTally.Zero, null);
            if (useCase.PendingLawChanges.Exists(change => change.ChangeId == page.LookId))
                return (new LawTally(1, 1, 0, []), await WakeAsync(useCase, page.LookId));

            useCase = await WithValiditiesAsync(useCase, page.Day);
            var sheet = await files.AnswersAsync(useCase, Assessment.Sheet, CancellationToken.None);
            var answers = new Dictionary<string, Answers>();
            if (sheet is not null)
                answers[Assessment.Sheet] = sheet;
            var day = LawComparison.SeenOn(useCase) is var seen && seen > page.Day ? seen : page.Day;
            var today = new CaseFile(useCase, answers, new Dictionary<string, HumanTasks.DecisionText>()).AssessOn(rules, day);
            var looked = new LawTally(1, 0, today is null ? 1 : 0, today is null ? [id] : []);
            if (LawComparison.Of(useCase, today, day) is not { Count: > 0 } differences)
                return (looked, null);

            var changed = new CaseEvent.LawChanged(
                page.LookId, day, differences, today?.ToEvent(rules.Version), [.. today?.Reasons.Select(row => row.Id) ?? []], rules.Version);
            var appended = await files.TryRecordAsync(id, [new Fact(LawWatch.KeyOf(page.LookId), changed)], useCase.FileVersion, CancellationToken.None);
            if (!appended.Conflict)
                return appended.New.Count == 0 ? (looked, null) : (looked with { Found = 1 }, await WakeAsync(appended.Case, page.LookId));
        }

        throw new TimeoutException($"{id} was written by others during each of {Attempts} looks at it; to be tried again.");
    }

    /// <summary>
    /// The instance to wake, its wake announced; null for a case that is not waiting in maintenance. One that is being re-checked or is halted looks at
    /// its journal when that ends, and one in an earlier step when it comes to maintenance. Announced after the fact, unlike what people send: this
    /// activity is run again until it has done both.
    /// </summary>
    private async Task<string?> WakeAsync(UseCase useCase, string lookId)
    {
        if (useCase is not { Step: Step.Maintenance, Status: CaseStatus.InProduction, OpenRecheck: null })
            return null;
        var instance = useCase.Id.Instance(useCase.Step, useCase.Round);
        await wakes.AnnounceAsync(new Wake(useCase.Id, LawWatch.KeyOf(lookId), instance, MaintenanceStep.ModelChanged), CancellationToken.None);
        return instance;
    }

    /// <summary>Records the validities that were given before journals kept them: a second call finds them.</summary>
    private async Task<UseCase> WithValiditiesAsync(UseCase useCase, DateOnly day)
    {
        var facts = new List<Fact>();
        var unknown = rules.Documents.Documents.Where(document => document.ExpiresBy is not null && !useCase.Validities.Exists(known => known.Document == document.Id));
        foreach (var form in unknown.Select(document => document.ExpiresBy!.Split('.')[0]).Where(useCase.Answers.ContainsKey).Distinct().ToList())
        {
            if (await files.AnswersAsync(useCase, form, CancellationToken.None) is { } answers)
            {
                facts.AddRange(DocumentList.ValiditiesIn(rules.Documents, answers).Select(valid => new Fact(
                    $"valid:{useCase.Answers[form].Document.Sha256[..16]}.{valid.Document}", new CaseEvent.ValidityRecorded(valid.Document, valid.Until, day.AddDays(-1)))));
            }
        }

        return facts.Count == 0 ? useCase : await files.RecordAsync(useCase.Id, facts, CancellationToken.None);
    }
}

/// <summary>A look that went through all its cases.</summary>
public sealed record EndedLook(string Id, DateOnly Day, string RulesVersion, LawTally Tally);

/// <summary>Notes that a look ended. A second run writes the same; one that ends after a look at a later day leaves that one's note.</summary>
public sealed class FinishLook(ILawLooks looks, TimeProvider time) : TaskActivity<EndedLook, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, EndedLook input)
    {
        ArgumentNullException.ThrowIfNull(input);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var known = await looks.FindAsync(CancellationToken.None);
            var ended = known with
            {
                Last = known.Last is { } last && last.Day > input.Day ? last : new FinishedLook(input.Day, input.RulesVersion, time.GetUtcNow(), input.Tally),
                UnderWay = known.UnderWay?.Id == input.Id ? null : known.UnderWay,
            };
            if (await looks.PutAsync(ended, known, CancellationToken.None))
                return true;
        }

        throw new TimeoutException("The note of the last look is being written by others; to be tried again.");
    }
}
