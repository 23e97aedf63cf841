using Microsoft.AspNetCore.Http;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>A file of a posted form.</summary>
internal static class PostedFile
{
    /// <summary>All its bytes: ask for them once its length was looked at.</summary>
    public static async Task<byte[]> BytesAsync(this IFormFile file, CancellationToken cancellation)
    {
        var content = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, cancellation);
        return content;
    }
}
