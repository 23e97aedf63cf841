using System.Globalization;

namespace RegionSud.AiWorkflow.Models;

/// <summary>What differs between two states of a model's record. Pure. What was not known before is no change: the record is completed.</summary>
public static class ModelComparison
{
    /// <summary>The differences that count for cases, in the order of <see cref="ModelAspect"/>.</summary>
    public static IReadOnlyList<ModelDifference> Of(ModelRecord before, ModelRecord after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (was, now) = (before.Sheet, after.Sheet);
        var found = new List<ModelDifference>();
        Add(ModelAspect.Label, before.Name, after.Name);
        Add(ModelAspect.Price, was.Cost, now.Cost);
        Add(ModelAspect.Version, before.Version, after.Version);
        Add(ModelAspect.Family, was.Family, now.Family);
        Add(ModelAspect.Provider, before.Provider, after.Provider);
        if (was.Hosting != HostingPlace.Unknown)
            Add(ModelAspect.Hosting, was.Hosting.ToString(), now.Hosting.ToString());
        Add(ModelAspect.Terms, was.Terms, now.Terms);
        Add(ModelAspect.Purpose, was.Purpose, now.Purpose);
        if (after.Status == ModelStatus.Blocked && before.Status != ModelStatus.Blocked)
            found.Add(new ModelDifference(ModelAspect.Blocked, before.Status.ToString(), after.Status.ToString()));
        return found;

        void Add(ModelAspect aspect, string from, string to)
        {
            if (from.Length > 0 && from != to)
                found.Add(new ModelDifference(aspect, from, to));
        }
    }

    /// <summary>
    /// What has come by the calendar alone: a retirement to be told of, a guarantee that ran out. What a change of the record tells already, with that very date, is
    /// not told again; a date that moved is.
    /// </summary>
    /// <param name="tellOn">The first day on which a retirement is told.</param>
    public static IReadOnlyList<ModelDifference> OfCalendar(ModelRecord model, DateOnly today, Func<Retirement, DateOnly> tellOn)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tellOn);
        var found = new List<ModelDifference>();
        if (model.Status == ModelStatus.Retired)
            return found;
        if (model.Retirement is { } retirement && tellOn(retirement) <= today)
            found.Add(new ModelDifference(ModelAspect.Retirement, Text(retirement.On), retirement.Replacement));
        if (model.Sheet.GuaranteeUntil is { } until && until < today)
            found.Add(new ModelDifference(ModelAspect.Guarantee, Text(until), ""));
        return [.. found.Where(difference => !model.Changes.Any(change => change.Differences.Any(told => told.Aspect == difference.Aspect && told.From == difference.From)))];
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
