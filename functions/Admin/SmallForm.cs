using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>The posted form of a service's page: some lines of text, with its anti-forgery token.</summary>
internal static class SmallForm
{
    private const long MaxBody = 64 * 1024;

    /// <summary>The form, or the answer that refuses it: what cannot be read, is too long, or lacks a good token (400).</summary>
    /// <param name="most">Bytes of the whole body, where a file comes with it.</param>
    public static async Task<(IFormCollection? Form, IResult? Refusal)> ReadAsync(HttpRequest request, IAntiforgery antiforgery, CancellationToken cancellation, long most = MaxBody)
    {
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadAsync(request, most, cancellation);
        if (form is null)
            return (null, Refusals.Of(http, refusal!.Status, refusal.Title, refusal.Detail));
        return await antiforgery.IsRequestValidAsync(http)
            ? (form, null)
            : (null, Refusals.Of(http, StatusCodes.Status400BadRequest, "Formulaire périmé", "Rechargez la page, puis envoyez le formulaire à nouveau. Rien n’a été enregistré."));
    }
}
