using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Models;

/// <summary>Which change of which model.</summary>
/// <param name="Progress">How far an earlier history of this fan-out came; null at its beginning.</param>
public sealed record ModelChangeInput(string ChangeId, string ModelId, ModelChangeProgress? Progress = null);

/// <summary>How far a fan-out has come.</summary>
/// <param name="Reached">Cases whose journal has the change.</param>
/// <param name="First">The first of them.</param>
/// <param name="Continuation">Where the next page begins; null at the beginning.</param>
public sealed record ModelChangeProgress(int Reached, string? First, string? Continuation);

/// <summary>
/// Brings a model's change to every open case that uses it (clause 5.6-b): page by page, each case's journal first, its step woken after. A case that is
/// neither in use nor on trial finds the change in its journal when it comes there.
/// </summary>
public sealed class ModelChange : TaskOrchestrator<ModelChangeInput, int>
{
    /// <summary>Pages of one history: some fifty events each, so that it stays below the five hundred at which loading it begins to cost.</summary>
    private const int PagesPerHistory = 8;

    public override async Task<int> RunAsync(TaskOrchestrationContext context, ModelChangeInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var (reached, first, page) = input.Progress ?? new ModelChangeProgress(0, null, null);
        for (var pages = 0; pages == 0 || page is not null; pages++)
        {
            // Before 1.3.0 one history had all pages.
            if (pages == PagesPerHistory && context.IsFrom("1.3.0"))
            {
                context.ContinueAsNew(input with { Progress = new ModelChangeProgress(reached, first, page) });
                return reached;
            }

            var batch = await context.DoAsync<ModelChangeBatch>(nameof(RecordModelChange), new ModelChangePage(input with { Progress = null }, page));
            foreach (var instance in batch.ToWake)
                context.SendEvent(instance, MaintenanceStep.ModelChanged, input.ChangeId);
            (reached, first, page) = (reached + batch.Reached, first ?? batch.First, batch.Next);
        }

        await context.DoAsync(nameof(FinishModelChange), input with { Progress = new ModelChangeProgress(reached, first, null) });
        return reached;
    }
}

/// <summary>One page of the cases that use the model.</summary>
public sealed record ModelChangePage(ModelChangeInput Change, string? Continuation);

/// <summary>What one page did.</summary>
/// <param name="Reached">Cases whose journal has the change now.</param>
/// <param name="ToWake">Instances of those in maintenance or on trial.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="First">The first case of the page; null when it is empty.</param>
public sealed record ModelChangeBatch(int Reached, IReadOnlyList<string> ToWake, string? Next, string? First = null);

/// <summary>
/// Writes a model's change in the journals of one page of cases, several at a time. A second run changes nothing and wakes the same. Storage requests: one for
/// the model, one for the page and one for its wakes; per case two for the journal; the lists too where no step is woken.
/// </summary>
public sealed class RecordModelChange(CaseFiles files, ICaseLists lists, IWakes wakes, IModelInventory inventory, CharterRules rules) : TaskActivity<ModelChangePage, ModelChangeBatch>
{
    private const int PageSize = 50;

    // Two cores and one storage account: more at once only wait for each other.
    private const int AtOnce = 8;

    public override async Task<ModelChangeBatch> RunAsync(TaskActivityContext context, ModelChangePage input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var model = await inventory.FindAsync(input.Change.ModelId, CancellationToken.None)
            ?? throw new InvalidOperationException($"There is no model {input.Change.ModelId}.");
        var change = model.Changes.Single(c => c.Id == input.Change.ChangeId);
        var page = await lists.ReadAsync(CaseListNames.OfModel(model.Id), input.Continuation, PageSize, CancellationToken.None);
        var key = ModelChanges.KeyOf(change.Id);
        await wakes.AnnounceAllAsync(
            [.. page.Lines.Where(IsWoken).Select(line => new Wake(line.Id, key, line.Instance, MaintenanceStep.ModelChanged))], CancellationToken.None);
        await Parallel.ForEachAsync(page.Lines, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (line, _) =>
        {
            var revised = new CaseEvent.ModelRevised(
                change.Id, model.Id, change.From, change.To, change.Differences, change.Grade, rules.Models.MeanwhileOf(change.Grade, line.Risk), rules.Version);
            Fact[] facts = [new(key, revised, change.By)];
            // A step that is woken begins a re-check next, and brings the lists up to date.
            await (IsWoken(line) ? files.AppendAsync(line.Id, facts, CancellationToken.None) : files.RecordAsync(line.Id, facts, CancellationToken.None));
        });

        return new ModelChangeBatch(page.Lines.Count, [.. page.Lines.Where(IsWoken).Select(line => line.Instance)], page.Next, page.Lines.Count > 0 ? page.Lines[0].Id.Value : null);
    }

    private static bool IsWoken(CaseLine line) => line.Step is Step.Maintenance or Step.Evaluation;
}

/// <summary>
/// Notes that a change reached all its cases, so that the sweep does not start it again, and tells DTISU in one mail. A second run sends only the mail that had
/// not left.
/// </summary>
public sealed class FinishModelChange(IModelInventory inventory, CaseFiles files, IPeople people, IMailRoom mails) : TaskActivity<ModelChangeInput, bool>
{
    private const int MostAttempts = 5;

    public override async Task<bool> RunAsync(TaskActivityContext context, ModelChangeInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        await NoteAsync(input);
        if (input.Progress is not { First: { } first, Reached: var reached })
            return true;
        var useCase = await files.GetAsync(CaseId.Parse(first), CancellationToken.None);
        foreach (var person in await people.HoldersAsync(Role.Dtisu, useCase, CancellationToken.None))
        {
            var order = new MailOrder($"{input.ChangeId}.told.{person.Id}", MailKind.ModelChanged, useCase.Id, person.Id) { Change = new ChangeTold(input.ChangeId, input.ModelId, reached) };
            await mails.SendAsync(order, CancellationToken.None);
        }

        return true;
    }

    private async Task NoteAsync(ModelChangeInput input)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var known = await inventory.FindAsync(input.ModelId, CancellationToken.None) ?? throw new InvalidOperationException($"There is no model {input.ModelId}.");
            var spread = known with
            {
                Changes = [.. known.Changes.Select(change => change.Id == input.ChangeId ? change with { Spread = true, Reached = input.Progress?.Reached ?? change.Reached } : change)],
            };
            if (await inventory.PutAsync(spread, known, CancellationToken.None))
                return;
        }

        throw new InvalidOperationException($"{input.ModelId} is being edited; to be tried again.");
    }
}
