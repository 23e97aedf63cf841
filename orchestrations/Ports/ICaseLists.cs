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

    /// <summary>
    /// For the rebuild alone: forgets a case's line that cannot be read, or that is newer than its journal. The lists have no line of it until
    /// the next <see cref="PutAsync"/>. A line that is well founded stays.
    /// </summary>
    /// <param name="version">Version of the case in its journal, read before.</param>
    Task ForgetUnfoundedAsync(Cases.CaseId id, long version, CancellationToken cancellation);

    /// <summary>For the rebuild alone: takes cases out of the lists in which, by their own line, they are not. It reads all lists.</summary>
    /// <returns>How many rows were taken away.</returns>
    Task<int> DropStraysAsync(CancellationToken cancellation);
}

/// <summary>A page of lines and where the next one begins; null at the end.</summary>
public sealed record CaseListPage(IReadOnlyList<CaseLine> Lines, string? Next);
