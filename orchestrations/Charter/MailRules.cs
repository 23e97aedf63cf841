namespace RegionSud.AiWorkflow.Charter;

/// <summary>Needs that come by mail: <c>mail.yaml</c>.</summary>
public sealed record MailRules : RulesFile
{
    /// <summary>Domains whose mails are taken in, lower case; a sub-domain of one counts as it.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>Which directorate an address writes for: the first that fits.</summary>
    public required IReadOnlyList<MailSender> Senders { get; init; }

    /// <summary>Providers of models, by the domains that they write from: what they announce is for a person to read.</summary>
    public required IReadOnlyList<MailVendor> Vendors { get; init; }

    /// <summary>Bytes of a whole mail as it travels.</summary>
    public required int MostBytes { get; init; }

    /// <summary>Attached files, those of attached mails included.</summary>
    public required int MostFiles { get; init; }

    /// <summary>How deep a mail may hold parts in parts.</summary>
    public required int MostNesting { get; init; }

    /// <summary>Mails of one sender in an hour, beyond which a machine is at work and a person looks.</summary>
    public required int MostPerHour { get; init; }

    /// <summary>Days after which the copy of a mail is erased that waits for nobody; what a case needs of it is kept with the case.</summary>
    public required int KeepDays { get; init; }

    /// <summary>How often the mail service may refuse one of our mails before it is given up.</summary>
    public required int MostAttempts { get; init; }

    /// <summary>Whether a sender's domain is one of ours.</summary>
    public bool Knows(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Domains.Any(known => IsOf(address, known));
    }

    /// <summary>The provider of models that an address, lower case, writes for; null for everybody else, and for our own domains.</summary>
    public string? VendorOf(string address) => Knows(address) ? null : Vendors.FirstOrDefault(vendor => IsOf(address, vendor.Domain))?.Provider;

    /// <summary>The directorate that a sender writes for, or null.</summary>
    public string? DirectorateOf(string address) => Senders.FirstOrDefault(sender => sender.Fits(address))?.Directorate;

    private static bool IsOf(string address, string domain) => address[(address.LastIndexOf('@') + 1)..] is var own && (own == domain || own.EndsWith($".{domain}", StringComparison.Ordinal));
}

/// <summary>A domain that a provider of models writes from.</summary>
public sealed record MailVendor
{
    /// <summary>Lower case; a sub-domain counts as it.</summary>
    public required string Domain { get; init; }

    /// <summary>The provider, as the inventory of models writes it, or the word of it that stands there.</summary>
    public required string Provider { get; init; }
}

/// <summary>An address or a whole domain of a directorate.</summary>
public sealed record MailSender
{
    /// <summary>Row of <c>roles.yaml</c>.</summary>
    public required string Directorate { get; init; }

    /// <summary>Lower case; <c>*@domain</c> for every address of a domain.</summary>
    public required string Address { get; init; }

    /// <summary>Whether an address, lower case, is meant.</summary>
    public bool Fits(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Address.StartsWith("*@", StringComparison.Ordinal) ? address.EndsWith(Address[1..], StringComparison.Ordinal) : address == Address;
    }
}
