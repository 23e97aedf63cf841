using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A scenario in which much is tried and nothing must move.</summary>
public abstract class QuietScenario(LocalHostFixture fixture) : Scenario(fixture)
{
    protected static Dictionary<string, string> Fields(params (string Field, string Value)[] fields) => fields.ToDictionary(field => field.Field, field => field.Value);

    /// <summary>A new case, and the page on which its head is asked to endorse it.</summary>
    protected async Task<(string Id, WebPage Page)> AskedAsync()
    {
        var id = await DepositAsync();
        return (id, await TaskPageAsync(id, "endorse"));
    }

    /// <summary>Does something that must leave the journal and the outbox as they are, reminders apart: those go out by the clock.</summary>
    protected async Task UnchangedAsync(string id, Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var before = await SnapshotAsync(id);
        await act();
        Assert.Equal(before, await SnapshotAsync(id));
    }

    private async Task<IReadOnlyList<string>> SnapshotAsync(string id) =>
    [
        .. (await Client.JournalAsync(id, Cancellation)).Where(row => row.Type != "TaskReminded").Select(row => $"{row.Type} {row.Data.GetRawText()}"),
        .. (await Client.MailsAsync(id, Cancellation)).Select(mail => mail.Id).Where(mail => !mail.Contains(".reminder.", StringComparison.Ordinal) && !mail.Contains(".escalated.", StringComparison.Ordinal)),
    ];
}
