using System.Runtime.CompilerServices;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.PublicRegister;

/// <summary>A page of the register.</summary>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record PublicPage(IReadOnlyList<PublicLine> Lines, string? Next);

/// <summary>Which cases somebody wants to see in the register.</summary>
public enum RegisterFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>From the deposit to the evaluation.</summary>
    InProgress,

    /// <summary>Deployed: in production or suspended.</summary>
    InService,

    /// <summary>Ended.</summary>
    Closed,
}

/// <summary>Reads the register from the lists, page by page: its length never has to fit in memory.</summary>
public sealed class PublicLines(ICaseLists lists, CharterRules rules)
{
    private const int ExportPage = 200;
    private const int MostPagesRead = 5;

    /// <summary>
    /// A page, newest case first. A filter that is no list of its own is applied to the lines of <c>all</c>: at most five storage requests, after
    /// which the page may come shorter.
    /// </summary>
    public async Task<PublicPage> ReadAsync(RegisterFilter filter, string? next, int limit, CancellationToken cancellation)
    {
        var list = filter switch
        {
            RegisterFilter.InService => CaseListNames.OfStep(Step.Maintenance),
            RegisterFilter.Closed => CaseListNames.Closed,
            _ => CaseListNames.All,
        };
        var kept = new List<CaseLine>();
        for (var read = 0; read < MostPagesRead; read++)
        {
            var page = await lists.ReadAsync(list, next, limit - kept.Count, cancellation);
            kept.AddRange(page.Lines.Where(line => Keeps(filter, line)));
            next = page.Next;
            if (next is null || kept.Count == limit)
                break;
        }

        return new PublicPage(kept.ConvertAll(Publish), next);
    }

    /// <summary>The whole register, by pages of 200: one storage request each.</summary>
    public async IAsyncEnumerable<IReadOnlyList<PublicLine>> AllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? next = null;
        do
        {
            var page = await ReadAsync(RegisterFilter.All, next, ExportPage, cancellation);
            yield return page.Lines;
            next = page.Next;
        }
        while (next is not null);
    }

    private PublicLine Publish(CaseLine line) =>
        PublicLine.Of(line, rules.Directory.FindDirectorate(line.Directorate) is { } directorate ? French.Text(directorate.Name) : line.Directorate);

    private static bool Keeps(RegisterFilter filter, CaseLine line) =>
        filter != RegisterFilter.InProgress || line is { Status: CaseStatus.Active or CaseStatus.Deferred };
}
