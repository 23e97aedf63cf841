namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>Pictures that people send as forms, known by their first bytes.</summary>
public static class ScanTypes
{
    /// <summary>Such as <c>image/jpeg</c>; null for what is no picture that can be recognised.</summary>
    public static string? Of(ReadOnlySpan<byte> content) => content switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "image/tiff",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "image/bmp",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] when content.Length > 12 && IsHeif(content[8..12]) => "image/heif",
        _ => null,
    };

    // Brands of ISO/IEC 23008-12 that telephones write.
    private static bool IsHeif(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) || brand.SequenceEqual("heim"u8);
}
