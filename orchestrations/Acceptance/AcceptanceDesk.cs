using System.Collections.Immutable;
using System.Globalization;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Acceptance;

/// <summary>A plan as somebody sent it.</summary>
/// <param name="Set">A new set with its name; null keeps the one that there is.</param>
/// <param name="DropsSet">Whether the set goes out of the plan.</param>
/// <param name="Reason">Why the plan is changed; asked for once the solution was put to use.</param>
public sealed record SentPlan(IReadOnlyList<TypedMeasure> Measures, (DocumentRef Document, string Name)? Set, bool DropsSet, string Reason);

/// <summary>Results as somebody sent them.</summary>
/// <param name="Values">Per measure, by its id or its name, as written.</param>
/// <param name="Models">The models that they were measured on, when the sender says so: they must be those of today.</param>
/// <param name="Channel"><c>page</c>, <c>csv</c> or <c>api</c>.</param>
public sealed record SentResults(IReadOnlyList<KeyValuePair<string, string>> Values, string Note, IReadOnlyList<ModelUse>? Models, string Channel);

/// <summary>What became of a plan or of results.</summary>
public abstract record AcceptanceOutcome
{
    private AcceptanceOutcome()
    {
    }

    /// <summary>It is in the journal.</summary>
    /// <param name="IsNew">False when the newest ones said the same: nothing was written.</param>
    public sealed record Done(UseCase Case, bool IsNew) : AcceptanceOutcome;

    /// <summary>What is to be mended: nothing was written.</summary>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : AcceptanceOutcome;

    /// <summary>It cannot be now: nothing was written.</summary>
    /// <param name="Why">French: why, and what to do.</param>
    public sealed record NotNow(string Why) : AcceptanceOutcome;

    /// <summary>There is no such case.</summary>
    public sealed record Unknown : AcceptanceOutcome;
}

/// <summary>
/// Records acceptance measures and what was measured. It wakes nobody and decides nothing: a person reads the figures and answers. The same plan, or the same
/// results on the same models, sent again right after changes nothing.
/// </summary>
public sealed class AcceptanceDesk(CaseFiles files)
{
    private const int LongestText = 1000;

    /// <summary>Why a case takes no plan now; null when it does.</summary>
    public static string? NoPlan(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return useCase.Status == CaseStatus.Closed ? "Ce cas est clos."
            : useCase.Acceptance is null && useCase.Step < Step.Development && useCase.InProductionSince is null ? "Les mesures de la recette se fixent à partir du développement, une fois le cas accepté."
            : null;
    }

    /// <summary>Whether a change of the plan asks for a reason.</summary>
    public static bool AsksReason(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return useCase.InProductionSince is not null;
    }

    /// <summary>Records a plan.</summary>
    /// <param name="actor">Directory id.</param>
    public async Task<AcceptanceOutcome> PlanAsync(CaseId id, SentPlan sent, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sent);
        if (await files.FindAsync(id, cancellation) is not { } useCase)
            return new AcceptanceOutcome.Unknown();
        if (NoPlan(useCase) is { } not)
            return new AcceptanceOutcome.NotNow(not);
        var (measures, found) = AcceptanceReading.Measures(sent.Measures);
        var (problems, reason) = (found.ToList(), sent.Reason.Trim());
        if (AsksReason(useCase) && !TypedWords.Are(reason))
            problems.Add(new Problem("motif", "Écrivez pourquoi le plan change alors que la solution a été mise en service\u00a0: ce motif est gardé."));
        if (TypedWords.TooLong(reason, LongestText) is { } tooLong)
            problems.Add(new Problem("motif", tooLong));
        if (problems.Count > 0)
            return new AcceptanceOutcome.Invalid(problems);

        var known = useCase.Acceptance is { } acceptance ? await files.ReadAsync<AcceptancePlan>(id, acceptance.Plan, cancellation) : null;
        var (set, name) = sent.Set is { } given ? (given.Document, given.Name) : sent.DropsSet ? (null, "") : (known?.Set, known?.SetName ?? "");
        var plan = new AcceptancePlan(measures, set, name, AsksReason(useCase) ? reason : "", CaseFiles.NewSalt());
        if (known?.SaysTheSame(plan) == true)
            return new AcceptanceOutcome.Done(useCase, false);
        var happened = new CaseEvent.AcceptancePlanned((useCase.Acceptance?.Plans ?? 0) + 1, await files.WriteAsync(id, plan, cancellation));
        var key = string.Create(CultureInfo.InvariantCulture, $"acceptance-plan:{happened.Number}");
        var recorded = await files.RecordAsync(id, [new Fact(key, happened, actor)], cancellation);
        return await files.FindEntryAsync(id, key, cancellation) is { Event: CaseEvent.AcceptancePlanned written } && written.Document == happened.Document
            ? new AcceptanceOutcome.Done(recorded, true)
            : new AcceptanceOutcome.NotNow("Une autre personne a changé le plan au même moment\u00a0: relisez-le, puis envoyez vos changements à nouveau.");
    }

    /// <summary>Records results, of the models that the case uses today.</summary>
    /// <param name="actor">Directory id.</param>
    public async Task<AcceptanceOutcome> ReportAsync(CaseId id, SentResults sent, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sent);
        if (await files.FindAsync(id, cancellation) is not { } useCase)
            return new AcceptanceOutcome.Unknown();
        if (useCase.Status == CaseStatus.Closed)
            return new AcceptanceOutcome.NotNow("Ce cas est clos.");
        if (useCase.Acceptance is not { } acceptance || await files.ReadAsync<AcceptancePlan>(id, acceptance.Plan, cancellation) is not { } plan)
            return new AcceptanceOutcome.NotNow("Ce cas n’a pas encore de mesures de recette. La DSIPN les fixe sur la page de recette du dossier.");
        if (sent.Models is not null && !CaseAcceptance.AreSame(sent.Models, useCase.Models))
            return new AcceptanceOutcome.NotNow($"Le cas emploie aujourd’hui {Named(useCase.Models)}, et ces résultats ont été mesurés sur autre chose. Rejouez la recette, puis envoyez ses résultats.");
        var (values, found) = AcceptanceReading.Values(plan, sent.Values);
        var problems = found.ToList();
        if (TypedWords.TooLong(sent.Note, LongestText) is { } tooLong)
            problems.Add(new Problem("note", tooLong));
        if (problems.Count > 0)
            return new AcceptanceOutcome.Invalid(problems);

        var results = new AcceptanceResults(values, useCase.Models, sent.Note.Trim(), CaseFiles.NewSalt());
        if (acceptance.Newest is { } newest && await files.ReadAsync<AcceptanceResults>(id, newest.Document, cancellation) is { } before && before.SayTheSame(results))
            return new AcceptanceOutcome.Done(useCase, false);
        var happened = new CaseEvent.EvaluationReported(acceptance.Count() + 1, sent.Channel, await files.WriteAsync(id, results, cancellation), useCase.Models);
        var key = string.Create(CultureInfo.InvariantCulture, $"evaluation:{happened.Number}");
        // The version makes sure that neither the models nor the plan moved since they were read.
        var appended = await files.TryRecordAsync(id, [new Fact(key, happened, actor)], useCase.FileVersion, cancellation);
        if (appended.New.Any(fact => fact.Key == key))
            return new AcceptanceOutcome.Done(appended.Case, true);
        // Sent twice at the same instant: the other one is in the journal.
        return appended.Case.Acceptance?.Newest is { } other && await files.ReadAsync<AcceptanceResults>(id, other.Document, cancellation) is { } written && written.SayTheSame(results)
            ? new AcceptanceOutcome.Done(appended.Case, false)
            : new AcceptanceOutcome.NotNow("Le dossier a changé au même moment\u00a0: relisez-le, puis envoyez les résultats à nouveau.");
    }

    private static string Named(ImmutableList<ModelUse> models) =>
        models.Count == 0 ? "aucun modèle déclaré" : string.Join(", ", models.Select(model => $"{model.ModelId} (version {model.Version})"));
}
