using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RegionSud.AiWorkflow.Edge.Intake;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>Reads posted forms within limits, and says in French what is wrong with those beyond.</summary>
public static class PostedForm
{
    /// <summary>The form, or why it cannot be had: 400, 413 or 415 with a title and a sentence.</summary>
    /// <param name="maxBody">Bytes of the whole body.</param>
    public static async Task<(IFormCollection? Form, FormRefusal? Refusal)> ReadAsync(HttpRequest request, long maxBody, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.HasFormContentType)
            return (null, new FormRefusal(StatusCodes.Status415UnsupportedMediaType, "Envoi illisible", "Envoyez un formulaire (multipart/form-data)."));
        if (request.ContentLength > maxBody)
        {
            await DrainAsync(request, cancellation);
            return (null, TooLong);
        }

        // The answer to a body that lies about its length, or does not tell it, comes from the same limit.
        var options = new FormOptions { MultipartBodyLengthLimit = maxBody, BufferBodyLengthLimit = maxBody, ValueLengthLimit = (int)Math.Min(maxBody, RequestLimits.Texts) };
        request.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, options));
        try
        {
            return (await request.ReadFormAsync(cancellation), null);
        }
        catch (InvalidDataException e) when (e.Message.Contains("limit", StringComparison.OrdinalIgnoreCase))
        {
            return (null, TooLong);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLong);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
        {
            return (null, new FormRefusal(StatusCodes.Status400BadRequest, "Envoi illisible", "L’envoi est incomplet ou abîmé. Recommencez."));
        }
    }

    /// <summary>The form of a page where people only type, within <see cref="RequestLimits.Texts"/>; or the page that refuses it.</summary>
    public static async Task<(IFormCollection? Form, IResult? Refusal)> ReadTextsAsync(HttpRequest request, CancellationToken cancellation)
    {
        var (form, refusal) = await ReadAsync(request, RequestLimits.Texts, cancellation);
        if (form is not null)
            return (form, null);
        var detail = refusal!.Status == StatusCodes.Status413PayloadTooLarge ? "Vos réponses sont trop longues. Raccourcissez-les." : refusal.Detail;
        return (null, Refusals.Of(request.HttpContext, refusal.Status, refusal.Title, detail));
    }

    /// <summary>The refusal of what is too long.</summary>
    public static FormRefusal TooLong { get; } = new(
        StatusCodes.Status413PayloadTooLarge, "Envoi trop lourd", "Le fichier est plus lourd que ce qui est admis. Allégez-le (par exemple sans images), ou remplissez le formulaire en ligne.");

    // A client that is still sending reads no answer: what it sends is thrown away first.
    private static async Task DrainAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > RequestLimits.Body)
            return;
        try
        {
            await request.Body.CopyToAsync(Stream.Null, cancellation);
        }
        catch (Exception e) when (e is IOException or BadHttpRequestException)
        {
            // It stopped sending: the answer is all that is left to do.
        }
    }
}

/// <summary>Why a posted form is refused.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">French, a few words.</param>
/// <param name="Detail">French, says what to do.</param>
public sealed record FormRefusal(int Status, string Title, string Detail);
