namespace TorchBasics.Tests.Browser;

/// <summary>Gives files to pages as a person does.</summary>
internal static class FileGiving
{
    private const string Drop = """
        (selector, name, type, text) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([Uint8Array.from(atob(text), letter => letter.charCodeAt(0))], name, { type }));
          const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer });
          document.querySelector(selector).dispatchEvent(event);
          return event.defaultPrevented;
        }
        """;

    /// <summary>Chooses a file by a control's own input.</summary>
    public static async Task ChooseAsync(this OpenPage page, string control, string path)
    {
        var input = await page.Page.QuerySelectorAsync($"{control} [data-part=file]");
        await input!.UploadFileAsync(path);
    }

    /// <summary>Drops a file on an element; the browser must not open it instead of the page.</summary>
    public static async Task DropAsync(this OpenPage page, string selector, string name, string type, byte[] content) =>
        Assert.True(
            await page.Page.EvaluateFunctionAsync<bool>(Drop, selector, name, type, Convert.ToBase64String(content)),
            "The browser leaves the page.");

    /// <summary>Waits for the sentence that says what is wrong.</summary>
    public static async Task<string> ProblemAsync(this OpenPage page)
    {
        await page.UntilAsync("!document.querySelector('#problem').hidden", "Nothing is said to be wrong.");
        return (await page.TextAsync("#problem"))!;
    }
}
