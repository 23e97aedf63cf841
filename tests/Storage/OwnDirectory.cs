using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>
/// A directory whose people no other test writes to. Who was told of what waits, and on which day, is kept per person: a test on a virtual clock
/// must not meet those whose clock is years away.
/// </summary>
internal static class OwnDirectory
{
    /// <summary>The same rules, with every address of the directory in a domain of its own.</summary>
    /// <param name="domain">One word.</param>
    public static CharterRules In(CharterRules rules, string domain) => rules with
    {
        Directory = rules.Directory with
        {
            Roles = [.. rules.Directory.Roles.Select(holder => holder with { Email = At(holder.Email, domain), Substitutes = At(holder.Substitutes, domain) })],
            Directorates = [.. rules.Directory.Directorates.Select(one => one with { HeadEmail = At(one.HeadEmail, domain), Substitutes = At(one.Substitutes, domain) })],
        },
    };

    private static IReadOnlyList<Substitute> At(IReadOnlyList<Substitute> substitutes, string domain) => [.. substitutes.Select(one => one with { Email = At(one.Email, domain) })];

    private static string At(string email, string domain) => $"{email.Split('@')[0]}@{domain}.region.example";
}
