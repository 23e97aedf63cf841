namespace RegionSud.AiWorkflow.Local.Demo;

/// <summary>A mail of <c>/local/courriels.json</c>.</summary>
/// <param name="Id">Such as <c>IA-2026-0001.Need.1.endorse.1.asked.(person)</c>.</param>
/// <param name="Case">Number of the case.</param>
public sealed record SentMail(string Id, string Case, string To, string Subject, string Text, string Html, IReadOnlyList<string> Links, DateTimeOffset SentAt)
{
    private const string Mark = ".asked.";

    /// <summary>The task that it asks for; null for a mail that asks for nothing, or reminds.</summary>
    public string? AskedTask => Id.IndexOf(Mark, StringComparison.Ordinal) is > 0 and var end ? Id[..end] : null;

    /// <summary>Kind of that task, such as <c>endorse</c>.</summary>
    public string? AskedKind => AskedTask?.Split('.') is [_, _, _, var kind, _] ? kind : null;
}
