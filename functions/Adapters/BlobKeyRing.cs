using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// The keys of Data Protection (links, cookies, anti-forgery) in container <c>keys</c>, one blob a key: every instance of the app shares
/// them and a restart keeps them. Storage requests: store 1; read 1 and one a key, at the start and once a day.
/// </summary>
public sealed class BlobKeyRing(BlobServiceClient blobs) : IXmlRepository
{
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(StorageNames.KeysContainer);

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            return [.. container.GetBlobs().Select(blob => Read(blob.Name))];
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // The ring may be asked before the containers are made.
            return [];
        }
    }

    /// <summary>Writes a key under its name; a second writing replaces it by the same.</summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        var content = BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting));
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/xml" } };
        var blob = container.GetBlobClient($"{(string.IsNullOrEmpty(friendlyName) ? Guid.NewGuid().ToString("N") : TableKey.Escape(friendlyName))}.xml");
        try
        {
            blob.Upload(content, options);
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            container.CreateIfNotExists();
            blob.Upload(content, options);
        }
    }

    private XElement Read(string name) => XElement.Parse(container.GetBlobClient(name).DownloadContent().Value.Content.ToString());
}
