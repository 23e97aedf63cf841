namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>Names of the tables and blob containers. They are for ever: what is stored outlives code.</summary>
public static class StorageNames
{
    public const string CasesTable = "cases";
    public const string ListsTable = "lists";
    public const string DepositsTable = "deposits";
    public const string CountersTable = "counters";
    public const string PeopleTable = "people";
    public const string WakesTable = "wakes";
    public const string ModelsTable = "models";
    public const string OutboxTable = "outbox";
    public const string WeightsTable = "weights";

    /// <summary>Which mails of the outbox did not go out: few, so that a page can read them all.</summary>
    public const string UndeliveredTable = "undelivered";

    /// <summary>Mails that came in, each with what became of it.</summary>
    public const string MailsTable = "mails";

    /// <summary>Documents of the cases.</summary>
    public const string CasesContainer = "cases";

    /// <summary>Arrivals by file drop.</summary>
    public const string DropsContainer = "depots";

    /// <summary>Files that were dropped and cannot be taken: kept for a person to look at.</summary>
    public const string QuarantineContainer = "quarantine";

    /// <summary>Mails as they came in, untouched.</summary>
    public const string MailsContainer = "mails";

    /// <summary>Signed acts of delegation.</summary>
    public const string DelegationsContainer = "delegations";

    /// <summary>Keys of Data Protection.</summary>
    public const string KeysContainer = "keys";

    /// <summary>Forms that people have not sent yet.</summary>
    public const string DraftsContainer = "drafts";

    /// <summary>Every table that the app needs.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        [CasesTable, ListsTable, DepositsTable, CountersTable, PeopleTable, WakesTable, ModelsTable, OutboxTable, UndeliveredTable, WeightsTable, MailsTable];

    /// <summary>Every container that the app needs.</summary>
    public static IReadOnlyList<string> Containers { get; } = [CasesContainer, DropsContainer, QuarantineContainer, KeysContainer, DraftsContainer, MailsContainer, DelegationsContainer];
}
