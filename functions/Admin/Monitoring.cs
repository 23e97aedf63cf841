using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>How many open cases a step has.</summary>
/// <param name="More">There are more: the count stopped there.</param>
public sealed record StepCount(Step Step, int Count, int Late, bool More);

/// <summary>What <c>/suivi</c> is asked to show.</summary>
/// <param name="Page">From 1.</param>
public sealed record MonitoringQuery(Step? Step, Role? Holder, bool LateOnly, int Page);

/// <summary>The open cases: counts, and one page of them, late ones first.</summary>
/// <param name="Found">How many pass the filters.</param>
/// <param name="Truncated">A step has more cases than are read: use the filters or the API.</param>
/// <param name="Law">When the law was last looked at.</param>
public sealed record MonitoringBoard(IReadOnlyList<StepCount> Counts, IReadOnlyList<CaseLine> Lines, int Found, int Page, int Pages, bool Truncated, LawLook Law);

/// <summary>Reads the board: one storage request per step and per 200 open cases of it, at most five per step, and one for the law watch.</summary>
public sealed class Monitoring(ICaseLists lists, ILawLooks looks, TimeProvider time)
{
    /// <summary>Cases on a page: also the number of times the engine is asked.</summary>
    public const int PageSize = 25;

    private const int ListPage = 200;
    private const int MostPagesPerStep = 5;

    /// <summary>The board under some filters. A page beyond the last shows the last.</summary>
    public async Task<MonitoringBoard> ReadAsync(MonitoringQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = time.GetUtcNow();
        var law = looks.FindAsync(cancellation);
        var steps = await Task.WhenAll(Enum.GetValues<Step>().Select(step => OfStepAsync(step, cancellation)));
        var found = steps.SelectMany(step => step.Lines)
            .Where(line => (query.Step is null || line.Step == query.Step)
                && (query.Holder is not { } holder || line.Holders.Contains(holder))
                && (!query.LateOnly || line.IsLate(now)))
            .OrderByDescending(line => line.IsLate(now))
            .ThenBy(line => line.Due ?? DateTimeOffset.MaxValue)
            .ThenBy(line => line.Id.Value, StringComparer.Ordinal)
            .ToList();
        var pages = Math.Max(1, (found.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        return new MonitoringBoard(
            [.. steps.Select(step => new StepCount(step.Step, step.Lines.Count, step.Lines.Count(line => line.IsLate(now)), step.More))],
            [.. found.Skip((page - 1) * PageSize).Take(PageSize)],
            found.Count,
            page,
            pages,
            steps.Any(step => step.More),
            await law);
    }

    private async Task<(Step Step, List<CaseLine> Lines, bool More)> OfStepAsync(Step step, CancellationToken cancellation)
    {
        var lines = new List<CaseLine>();
        string? next = null;
        for (var page = 0; page < MostPagesPerStep; page++)
        {
            var read = await lists.ReadAsync(CaseListNames.OfStep(step), next, ListPage, cancellation);
            lines.AddRange(read.Lines);
            if ((next = read.Next) is null)
                break;
        }

        return (step, lines, next is not null);
    }
}
