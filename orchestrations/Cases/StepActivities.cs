using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>Where a journal says that its case stands.</summary>
/// <param name="Step">The step it is in.</param>
/// <param name="Rounds">Rounds begun, per step.</param>
/// <param name="End">How it ended, null while it lives.</param>
public sealed record Place(Step Step, IReadOnlyDictionary<Step, int> Rounds, EndState? End);

/// <summary>Finds where a case stands, and notes that its life has started. A second run finds the same.</summary>
public sealed class FindPlace(CaseFiles files, IWakes wakes) : TaskActivity<CaseId, Place>
{
    public override async Task<Place> RunAsync(TaskActivityContext context, CaseId input)
    {
        var useCase = await files.GetAsync(input, CancellationToken.None);
        await wakes.ClearAsync(input, Step1Need.DepositDesk.Key, CancellationToken.None);
        if (useCase.ReopenedBy is { } reopened)
            await wakes.ClearAsync(input, reopened, CancellationToken.None);
        return new Place(useCase.Step, useCase.Rounds, useCase.End);
    }
}

/// <summary>Writes that a round of a step begins. A second run changes nothing.</summary>
public sealed class EnterStep(CaseFiles files) : TaskActivity<StepInput, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        await files.RecordAsync(
            input.CaseId, [new Fact($"entered:{input.Step}.{input.Round}", new CaseEvent.StepEntered(input.Step, input.Round))], CancellationToken.None);
        return true;
    }
}

/// <summary>A step's round and the outcome that humans gave it.</summary>
public sealed record StepConclusion(StepInput At, string Outcome);

/// <summary>Writes that a round of a step ended. A second run changes nothing.</summary>
public sealed class ConcludeStep(CaseFiles files) : TaskActivity<StepConclusion, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, StepConclusion input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (at, outcome) = input;
        await files.RecordAsync(
            at.CaseId, [new Fact($"concluded:{at.Step}.{at.Round}", new CaseEvent.StepConcluded(at.Step, at.Round, outcome))], CancellationToken.None);
        return true;
    }
}

/// <summary>How a case is to end.</summary>
public sealed record Closing(CaseId CaseId, EndState End);

/// <summary>Writes the end of a case and tells its directorate why. A second run sends only the mails that had not left.</summary>
public sealed class CloseCase(CaseFiles files, IPeople people, IMailRoom mails) : TaskActivity<Closing, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, Closing input)
    {
        ArgumentNullException.ThrowIfNull(input);
        // A case that was brought back to life ends another time, under a key of its own.
        var reopenings = (await files.GetAsync(input.CaseId, CancellationToken.None)).Reopenings;
        var key = reopenings == 0 ? "closed" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"closed.{reopenings + 1}");
        var useCase = await files.RecordAsync(input.CaseId, [new Fact(key, new CaseEvent.CaseClosed(input.End))], CancellationToken.None);
        foreach (var person in await people.DirectorateOfAsync(useCase, CancellationToken.None))
            await mails.SendAsync(new MailOrder($"{input.CaseId}.{key}.{person.Id}", MailKind.Closed, input.CaseId, person.Id), CancellationToken.None);
        return true;
    }
}

/// <summary>A point of a case's life that its directorate hears of.</summary>
/// <param name="At">The round of the step that reached it.</param>
/// <param name="Name"><c>passed-on</c>, <c>accepted</c>, <c>deferred</c>, <c>back-to-arbitration</c>, <c>deployed</c>, <c>modify</c>, <c>suspended</c>, <c>halted</c>, <c>resumed</c>, <c>withdrawing</c> or <c>requalify</c>.</param>
/// <param name="Number">Which time in the round.</param>
public sealed record Milestone(StepInput At, string Name, int Number = 1);

/// <summary>Tells the directorate of a milestone. A second run sends only the mails that had not left.</summary>
public sealed class AnnounceMilestone(CaseFiles files, IPeople people, IMailRoom mails, IReminders reminders) : TaskActivity<Milestone, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, Milestone input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (at, name, number) = input;
        var useCase = await files.GetAsync(at.CaseId, CancellationToken.None);
        var change = HumanTasks.ChangeBehind.Of(useCase, name);
        foreach (var person in await people.DirectorateOfAsync(useCase, CancellationToken.None))
        {
            // Sent back by a model's change, and perhaps hundreds of others with it: once for all of them.
            if (change is not null && !await reminders.TryTakeAsync(
                HumanTasks.ChangeBehind.KeyOf(person.Id, change, name), HumanTasks.ChangeBehind.Told, at.CaseId.Value, CancellationToken.None))
                continue;
            await mails.SendAsync(
                new MailOrder($"{at.CaseId.Instance(at.Step, at.Round)}.{name}.{number}.{person.Id}", MailKind.Milestone, at.CaseId, person.Id, Milestone: name),
                CancellationToken.None);
        }

        return true;
    }
}

internal static class PeopleOfCases
{
    /// <summary>The requester and the directorate's head, once each.</summary>
    public static async Task<IReadOnlyList<Person>> DirectorateOfAsync(this IPeople people, UseCase useCase, CancellationToken cancellation)
    {
        var requester = await people.HoldersAsync(Role.Requester, useCase, cancellation);
        var head = await people.HoldersAsync(Role.DirectorateHead, useCase, cancellation);
        return [.. requester.Concat(head).DistinctBy(person => person.Id)];
    }
}
