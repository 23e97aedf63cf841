using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.PublicRegister;

/// <summary>The public register of AI uses (clause 1-a): a page, and the whole of it as JSON and CSV.</summary>
public sealed class RegisterPages(PublicLines lines)
{
    private const int PageSize = 20;

    /// <summary>A page of the register. <c>?statut=en-cours|en-service|clos</c> filters it.</summary>
    [Function("RegisterPage")]
    [Access(Anonymous = true)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "registre")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var next = request.Query["suite"].ToString() is { Length: > 0 } given ? given : null;
        if (FilterOf(request.Query["statut"]) is not { } filter || (next is not null && !CaseId.TryParse(next, out _)))
        {
            return Refusals.Of(
                request.HttpContext, StatusCodes.Status400BadRequest, "Adresse mal formée", "Revenez au début du registre\u00a0: /registre.");
        }

        return Page.Of<RegisterPage>(new()
        {
            [nameof(RegisterPage.Content)] = await lines.ReadAsync(filter, next, PageSize, cancellation),
            [nameof(RegisterPage.Filter)] = filter,
            [nameof(RegisterPage.IsFirst)] = next is null,
        });
    }

    /// <summary>The whole register as JSON.</summary>
    [Function("RegisterJson")]
    [Access(Anonymous = true)]
    public IResult Json([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "registre.json")] HttpRequest request) =>
        new RegisterExport(lines, csv: false);

    /// <summary>The whole register for a spreadsheet.</summary>
    [Function("RegisterCsv")]
    [Access(Anonymous = true)]
    public IResult Csv([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "registre.csv")] HttpRequest request) =>
        new RegisterExport(lines, csv: true);

    /// <summary>A filter by its word in the address; null when it is none.</summary>
    internal static RegisterFilter? FilterOf(string? word) => word switch
    {
        null or "" => RegisterFilter.All,
        "en-cours" => RegisterFilter.InProgress,
        "en-service" => RegisterFilter.InService,
        "clos" => RegisterFilter.Closed,
        _ => null,
    };
}
