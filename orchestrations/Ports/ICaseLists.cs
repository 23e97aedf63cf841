using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>Projections for pages: never the truth, may lag by a moment, rebuilt from the journals by a command.</summary>
public interface ICaseLists
{
    /// <summary>
    /// Puts a case's line in every list that <see cref="CaseLine.Lists"/> names and takes it out of the others. An older version than the one
    /// listed changes nothing.
    /// </summary>
    Task PutAsync(CaseLine line, CancellationToken cancellation);

    /// <summary>The line of one case: one point read.</summary>
    Task<CaseLine?> FindAsync(Cases.CaseId id, CancellationToken cancellation);

    /// <summary>One page of a list, newest case first: one storage request.</summary>
    /// <param name="list">A name of <see cref="CaseListNames"/>.</param>
    /// <param name="continuation">As an earlier page gave it; null for the first.</param>
    /// <param name="limit">1 to 200.</param>
    Task<CaseListPage> ReadAsync(string list, string? continuation, int limit, CancellationToken cancellation);
}

/// <summary>A page of lines and where the next one begins; null at the end.</summary>
public sealed record CaseListPage(IReadOnlyList<CaseLine> Lines, string? Next);
