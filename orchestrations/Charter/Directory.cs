namespace RegionSud.AiWorkflow.Charter;

/// <summary>Who holds the roles, from <c>roles.yaml</c>; the configuration of a deployment replaces addresses.</summary>
public sealed record RoleDirectory : RulesFile
{
    /// <summary>Services and their mailboxes.</summary>
    public required IReadOnlyList<RoleHolder> Roles { get; init; }

    /// <summary>Directorates and their heads.</summary>
    public required IReadOnlyList<Directorate> Directorates { get; init; }

    /// <summary>The directorate of an id or a name, as people write it; null when unknown.</summary>
    public Directorate? FindDirectorate(string? idOrName) => Directorates.FirstOrDefault(d =>
        string.Equals(d.Id, idOrName?.Trim(), StringComparison.OrdinalIgnoreCase) ||
        string.Equals(d.Name, idOrName?.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>A service that decides or gives an opinion.</summary>
public sealed record RoleHolder
{
    public required Cases.Role Role { get; init; }

    /// <summary>Short name in French, as pages show it.</summary>
    public required string Name { get; init; }

    /// <summary>Full name in French.</summary>
    public required string FullName { get; init; }

    public required string Email { get; init; }

    /// <summary>Who is asked in its place, in this order.</summary>
    public IReadOnlyList<Substitute> Substitutes { get; init; } = [];
}

/// <summary>A person, or a shared mailbox, that is asked where the holder of a role may not decide or does not answer.</summary>
public sealed record Substitute
{
    /// <summary>As pages and mails show it.</summary>
    public required string Name { get; init; }

    public required string Email { get; init; }
}

/// <summary>A directorate of the region.</summary>
public sealed record Directorate
{
    /// <summary>Short, lower case.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string HeadName { get; init; }

    public required string HeadEmail { get; init; }

    /// <summary>Who is asked in the head's place, in this order.</summary>
    public IReadOnlyList<Substitute> Substitutes { get; init; } = [];
}
