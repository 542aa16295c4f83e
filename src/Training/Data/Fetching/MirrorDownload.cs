using System.Net;
using System.Net.Http.Headers;

namespace TorchBasics.Training.Data.Fetching;

/// <summary>Receives one file from one mirror into a part file, continuing what the part file holds already.</summary>
internal sealed class MirrorDownload(HttpClient client, FetchOptions options, IProgress<FetchProgress>? progress)
{
    private const int ReportEvery = 1 << 18;

    /// <summary>Appends to the part file until it is as long as the mirror says.</summary>
    /// <returns>Whether the file is one piece of this mirror; otherwise an earlier piece stands before it.</returns>
    /// <exception cref="MirrorException">
    /// The mirror did not deliver; what came is in the part file if it can be continued.
    /// </exception>
    /// <exception cref="IOException">The disk refused.</exception>
    /// <exception cref="OperationCanceledException">The user cancelled.</exception>
    public async Task<bool> ReceiveAsync(Uri mirror, string name, FileStream part, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(options.StallTimeout);
        try
        {
            part.Position = part.Length;
            using var response = await RequestAsync(new Uri(mirror, name), part, stall.Token);
            var inOnePiece = part.Length == 0;
            await CopyAsync(response, new FetchProgress(name, mirror, part.Length, null), part, stall);
            return inOnePiece;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MirrorException(
                $"sent less than {options.MinimumBytes} bytes in {options.StallTimeout.TotalSeconds:0.###} s");
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(Uri address, FileStream part, CancellationToken cancellation)
    {
        var response = await SendAsync(address, part.Length, cancellation);
        if (part.Length > 0
            && response.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            if (response.Content.Headers.ContentRange?.From == part.Length)
                return response;
            response.Dispose(); // its file is shorter, or it sends another range: what is there is of no use
            part.SetLength(0);
            response = await SendAsync(address, from: 0, cancellation);
        }

        if (response.StatusCode == HttpStatusCode.OK)
        {
            part.SetLength(0); // a mirror that knows no ranges sends everything
            return response;
        }

        using (response)
        {
            var status = $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
            throw new MirrorException((int)response.StatusCode is >= 300 and < 400
                ? $"{status}: redirects too often or to an insecure address"
                : status);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        return await ReadAsync(() => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation));
    }

    private async Task CopyAsync(
        HttpResponseMessage response, FetchProgress start, FileStream part, CancellationTokenSource stall)
    {
        var state = start with { Total = start.Received + response.Content.Headers.ContentLength };
        CheckLength(state.Total ?? 0);
        using var body = await ReadAsync(() => response.Content.ReadAsStreamAsync(stall.Token));
        var buffer = new byte[1 << 16];
        var sinceReport = 0;
        var sinceRenewal = 0;
        progress?.Report(state);
        while (await ReadAsync(() => body.ReadAsync(buffer, stall.Token).AsTask()) is var count and > 0)
        {
            state = state with { Received = state.Received + count };
            CheckLength(state.Received);
            part.Write(buffer, 0, count);
            sinceReport += count;
            sinceRenewal += count;
            if (sinceRenewal >= options.MinimumBytes)
            {
                stall.CancelAfter(options.StallTimeout);
                sinceRenewal = 0;
            }

            if (sinceReport >= ReportEvery)
            {
                progress?.Report(state);
                sinceReport = 0;
            }
        }

        progress?.Report(state);
    }

    private void CheckLength(long length)
    {
        if (length > options.MaximumBytes)
            throw new MirrorException($"sends more than {options.MaximumBytes:N0} bytes, which none of the known files has");
    }

    // What goes wrong while reading is the mirror's fault, what goes wrong while writing the disk's: both may be an IOException.
    private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new MirrorException((error.InnerException ?? error).Message.TrimEnd('.'));
        }
    }
}
