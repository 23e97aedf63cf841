using System.Globalization;
using System.Security.Cryptography;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>What became of a code that was typed.</summary>
public abstract record CodeResult
{
    private CodeResult()
    {
    }

    /// <summary>It is the one: the decision that waited for it.</summary>
    public sealed record Right(Submission Submission) : CodeResult;

    /// <summary>It is not.</summary>
    /// <param name="Left">Tries that are left.</param>
    public sealed record Wrong(int Left) : CodeResult;

    /// <summary>Too old, or tried too often: the decision is to be sent anew.</summary>
    public sealed record Over : CodeResult;
}

/// <summary>
/// The second factor of weighty decisions where nobody is signed in: six digits, mailed to the very person whom the link was made for. They hold for ten
/// minutes and five tries; a guesser has one chance in two hundred thousand per code, and one code a minute.
/// </summary>
public sealed class DecisionCodes(BlobDecisionCodes codes, IPeople people, MailComposer composer, Outbound outbound, TimeProvider time)
{
    private const int MostTries = 5;
    private const int Rounds = 100_000;
    private const int HashBytes = 32;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Keeps the decision and mails a code for it. Within a minute of the last code no other is mailed: that one then stands for what is sent now.
    /// </summary>
    /// <returns>The address that was written to; null when the directory no longer knows the person.</returns>
    /// <exception cref="MailNotTakenException">The mail service did not take it: nothing is decided.</exception>
    public async Task<string?> AskAsync(TaskLink link, CaseFile file, Choice choice, Submission submission, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(file);
        if (await people.FindAsync(link.Person, cancellation) is not { } person)
            return null;
        var known = await codes.FindAsync(link.TaskId, link.Person, cancellation);
        var now = time.GetUtcNow();
        if (known is var (last, tag) && now - last.MailedAt < Apart && last.Tries < MostTries)
        {
            await codes.TrySaveAsync(link.TaskId, link.Person, last with { Submission = submission }, tag, cancellation);
            return person.Email;
        }

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var salt = RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (!await codes.TrySaveAsync(link.TaskId, link.Person, new PendingDecision(submission, salt, Hash(code, salt), now, 0), known?.Tag, cancellation))
            return person.Email;
        var mailId = string.Create(CultureInfo.InvariantCulture, $"{link.TaskId}.code.{now.UtcTicks}.{person.Id}");
        await outbound.SendOnceReadAsync(await composer.ComposeCodeAsync(mailId, file, person, choice, code), cancellation);
        return person.Email;
    }

    /// <summary>Tries a code. A right one is used up by it; each wrong one counts, however many are tried at once.</summary>
    public async Task<CodeResult> TryAsync(TaskLink link, string? typed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(link);
        var digits = string.Concat((typed ?? "").Where(char.IsAsciiDigit));
        if (await codes.FindAsync(link.TaskId, link.Person, cancellation) is not var (pending, tag) || pending.Tries >= MostTries || time.GetUtcNow() - pending.MailedAt > Life)
            return new CodeResult.Over();
        // Counted before it is looked at: of many requests at once each takes a try, or none.
        if (!await codes.TrySaveAsync(link.TaskId, link.Person, pending with { Tries = pending.Tries + 1 }, tag, cancellation))
            return new CodeResult.Wrong(MostTries - pending.Tries);
        return CryptographicOperations.FixedTimeEquals(Convert.FromHexString(Hash(digits, pending.Salt)), Convert.FromHexString(pending.Hash))
            ? new CodeResult.Right(pending.Submission)
            : pending.Tries + 1 >= MostTries ? new CodeResult.Over() : new CodeResult.Wrong(MostTries - pending.Tries - 1);
    }

    /// <summary>Forgets what waited, once it is decided.</summary>
    public Task ForgetAsync(TaskLink link, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(link);
        return codes.ForgetAsync(link.TaskId, link.Person, cancellation);
    }

    /// <summary>Whether a visitor is signed in as the person whom a link was made for.</summary>
    public async Task<bool> IsAsync(Access.Visitor visitor, TaskLink link, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ArgumentNullException.ThrowIfNull(link);
        return visitor.IsSignedIn && await people.FindAsync(link.Person, cancellation) is { } person && string.Equals(person.Email, visitor.Email, StringComparison.OrdinalIgnoreCase);
    }

    private static string Hash(string code, string salt) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(code, Convert.FromHexString(salt), Rounds, HashAlgorithmName.SHA256, HashBytes));
}
