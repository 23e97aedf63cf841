using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Delegations;

/// <summary>The delegations of signature: those in force and to come, entered from their signed act, taken back before their end.</summary>
public sealed class DelegationPages(TableDelegations delegations, IPeople people, CharterRules rules, IAntiforgery antiforgery, TimeProvider time)
{
    private const int MostBytes = 5 * 1024 * 1024;
    private const int MostYears = 3;

    /// <summary>Those that have not ended, and the form to enter one: one storage request, and one for each person named.</summary>
    [Function("DelegationsPage")]
    [Access(Role.Dtisu, Role.Administrator)]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/delegations")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PageAsync(request.HttpContext, TypedDelegation.Empty, [], StatusCodes.Status200OK, cancellation);
    }

    /// <summary>
    /// Fields <c>de</c> (address of who delegates), <c>nom</c>, <c>courriel</c>, <c>debut</c>, <c>fin</c>, <c>acte</c> and the file <c>fichier</c> (PDF). 303 to the
    /// list; 422 with what is to be mended. The same form sent twice enters one.
    /// </summary>
    [Function("EnterDelegation")]
    [Access(Role.Dtisu)]
    public async Task<IResult> EnterAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suivi/delegations")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadAsync(request, MostBytes + RequestLimits.Texts, cancellation);
        if (form is null)
            return Refusals.Of(http, refusal!.Status, refusal.Title, refusal.Detail);
        var typed = new TypedDelegation(
            form["de"].ToString().Trim(), form["nom"].ToString().Trim(), form["courriel"].ToString().Trim(), form["debut"].ToString(), form["fin"].ToString(), form["acte"].ToString().Trim());
        if (!await antiforgery.IsRequestValidAsync(http))
            return await PageAsync(http, typed, [new Problem("", "La page était ouverte depuis trop longtemps. Choisissez le fichier à nouveau, puis envoyez.")], StatusCodes.Status400BadRequest, cancellation);
        var content = await ReadAsync(form.Files["fichier"], cancellation);
        var problems = Problems(typed, content).ToList();
        if (problems.Count > 0)
            return await PageAsync(http, typed, problems, StatusCodes.Status422UnprocessableEntity, cancellation);

        var enteredBy = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        var from = await people.EnsureAsync(typed.From, null, null, cancellation);
        var to = await people.EnsureAsync(typed.Email, typed.Name, null, cancellation);
        var signed = new DocumentRef(Convert.ToHexStringLower(SHA256.HashData(content)), "application/pdf", content.Length);
        var (first, last) = (FormFilling.DateOf(typed.First)!.Value, FormFilling.DateOf(typed.Last)!.Value);
        var delegation = new Delegation(IdOf(from, to, first, last, signed), from.Id, to.Id, first, last, typed.Act, signed, enteredBy.Id, time.GetUtcNow());
        await delegations.AddAsync(delegation, content, cancellation);
        return new SeeOther("/suivi/delegations");
    }

    /// <summary>The signed act, to be saved; 404 for none.</summary>
    [Function("DelegationAct")]
    [Access(Role.Dtisu, Role.Administrator)]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/delegations/{fin}/{id}")] HttpRequest request, string fin, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await FindAsync(fin, id, cancellation) is { } delegation
            ? Results.Bytes((await delegations.ActAsync(delegation, cancellation)).ToArray(), "application/octet-stream", $"delegation-{delegation.Id[..8]}.pdf")
            : Refusals.NotFound(request.HttpContext);
    }

    /// <summary>Takes one back: from now on the delegate decides nothing by it. A second press changes nothing.</summary>
    [Function("RevokeDelegation")]
    [Access(Role.Dtisu)]
    public async Task<IResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suivi/delegations/{fin}/{id}")] HttpRequest request, string fin, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await Admin.SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        if (await FindAsync(fin, id, cancellation) is not { } delegation)
            return Refusals.NotFound(http);
        var by = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        await delegations.RevokeAsync(delegation, time.GetUtcNow(), by.Id, cancellation);
        return new SeeOther("/suivi/delegations");
    }

    private async Task<Delegation?> FindAsync(string lastDay, string id, CancellationToken cancellation) =>
        DateOnly.TryParseExact(lastDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last) && id is { Length: 32 } && id.All(char.IsAsciiHexDigitLower)
            ? await delegations.FindAsync(last, id, cancellation)
            : null;

    private IEnumerable<Problem> Problems(TypedDelegation typed, byte[] act)
    {
        var today = time.ParisToday();
        if (!Holders().Any(holder => string.Equals(holder.Email, typed.From, StringComparison.OrdinalIgnoreCase)))
            yield return new Problem("de", "Choisissez qui délègue.");
        if (typed.Name.Length is < 2 or > 200)
            yield return new Problem("nom", "Écrivez le nom du délégataire, tel que l’acte le porte.");
        if (!MailAddress.TryCreate(typed.Email, out var address) || address.Address != typed.Email || !rules.Mail.Domains.Contains(address.Host, StringComparer.OrdinalIgnoreCase))
            yield return new Problem("courriel", $"Écrivez son adresse à la Région ({string.Join(", ", rules.Mail.Domains.Select(domain => "@" + domain))}).");
        else if (string.Equals(typed.Email, typed.From, StringComparison.OrdinalIgnoreCase))
            yield return new Problem("courriel", "On ne se délègue pas à soi-même\u00a0: écrivez l’adresse du délégataire.");
        var (first, last) = (FormFilling.DateOf(typed.First), FormFilling.DateOf(typed.Last));
        if (first is null)
            yield return new Problem("debut", "Indiquez le premier jour de la délégation.");
        if (last is null || last < today || last < first || last > today.AddYears(MostYears))
            yield return new Problem("fin", $"Indiquez son dernier jour\u00a0: aujourd’hui au plus tôt, après le premier, dans {MostYears} ans au plus tard.");
        if (typed.Act.Count(char.IsLetterOrDigit) < 3 || typed.Act.Length > 200)
            yield return new Problem("acte", "Écrivez le numéro et la date de l’acte, en 200 caractères au plus.");
        if (act.Length == 0)
            yield return new Problem("fichier", "Joignez l’acte signé, en PDF.");
        else if (act.Length > MostBytes)
            yield return new Problem("fichier", "Cet acte est trop lourd\u00a0: 5\u00a0Mo au plus.");
        else if (!act.AsSpan().StartsWith("%PDF-"u8))
            yield return new Problem("fichier", "Ce fichier n’est pas un PDF. Enregistrez l’acte signé en PDF, puis joignez-le.");
    }

    private static async Task<byte[]> ReadAsync(IFormFile? file, CancellationToken cancellation)
    {
        if (file is null)
            return [];
        var content = new byte[Math.Min(file.Length, MostBytes + 1L)];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, cancellation);
        return content;
    }

    private static string IdOf(Person from, Person to, DateOnly first, DateOnly last, DocumentRef signed) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{from.Id}/{to.Id}/{first:O}/{last:O}/{signed.Sha256}"))))[..32];

    private IEnumerable<(string Name, string Email)> Holders() =>
        rules.Directory.Roles.SelectMany(holder => holder.Substitutes.Select(other => (other.Name, other.Email)).Prepend((holder.FullName, holder.Email)))
            .Concat(rules.Directory.Directorates.SelectMany(one => one.Substitutes.Select(other => (other.Name, other.Email)).Prepend((one.HeadName, one.HeadEmail))));

    private async Task<IResult> PageAsync(HttpContext http, TypedDelegation typed, IReadOnlyList<Problem> problems, int status, CancellationToken cancellation)
    {
        var known = await delegations.FromAsync(time.ParisToday(), cancellation);
        return Page.Of<DelegationsPage>(
            new()
            {
                [nameof(DelegationsPage.Delegations)] = known,
                [nameof(DelegationsPage.Names)] = await people.NamesOfAsync(known.SelectMany(one => new[] { one.From, one.To }), cancellation),
                [nameof(DelegationsPage.Holders)] = Holders().ToList(),
                [nameof(DelegationsPage.Typed)] = typed,
                [nameof(DelegationsPage.Problems)] = problems,
                [nameof(DelegationsPage.MayEnter)] = http.Visitor().Holds(Role.Dtisu),
                [nameof(DelegationsPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }
}

/// <summary>A delegation as it was typed.</summary>
/// <param name="From">Address of who delegates.</param>
/// <param name="First">Its first day.</param>
/// <param name="Last">Its last day.</param>
public sealed record TypedDelegation(string From, string Name, string Email, string First, string Last, string Act)
{
    /// <summary>Nothing typed yet.</summary>
    public static TypedDelegation Empty { get; } = new("", "", "", "", "", "");
}
