using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Formats.Models;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Browser;

/// <summary>A model file that a person gives to a page.</summary>
[Collection(nameof(CourseSite))]
public sealed class ModelFileTests(Chromium chromium, CourseSite site) : IDisposable
{
    private const string Control = "[data-model=model]";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("torchbasics-files-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_that_is_chosen_gives_the_numbers_that_it_gives_in_a_terminal()
    {
        var page = await site.VisitAsync(chromium, "digits");

        await page.ChangeAsync(() => page.ChooseAsync(Control, Saved("own.safetensors", OwnFile)), "file");

        Assert.Equal(HashHere(OwnFile), await page.TextAsync("#hash"));
        Assert.Equal("In use: own.safetensors", await page.TextAsync($"{Control} [data-part=used]"));
        Assert.Contains("LeNet-5 has the weights of your file", await page.TextAsync("#experiment"), StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    [Theory]
    [InlineData(Control)]
    [InlineData("h1")]
    [InlineData("#experiment svg")]
    public async Task A_file_can_be_dropped_on_its_control_and_anywhere_else(string place)
    {
        var page = await site.VisitAsync(chromium, "digits");

        await page.ChangeAsync(() => page.DropAsync(place, "own.safetensors", "", OwnFile), "drop");

        Assert.Equal(HashHere(OwnFile), await page.TextAsync("#hash"));
    }

    [Fact]
    public async Task The_control_works_by_keyboard_there_and_back()
    {
        var page = await site.VisitAsync(chromium, "digits");
        var before = await page.TextAsync("#hash");

        const string File = $"{Control} [data-part=file]";
        await page.ChangeAsync(async () =>
        {
            var asking = page.Page.WaitForFileChooserAsync();
            // A key may overtake the order to hand the dialog over; a question behind the order is answered after it.
            await page.Page.FocusAsync(File);
            await page.UntilAsync($"document.activeElement?.matches('{File}')", "The control does not take the focus.");
            await page.Page.Keyboard.PressAsync("Enter");
            await (await asking).AcceptAsync(Saved("own.safetensors", OwnFile));
        }, "file");
        var between = await page.TextAsync("#hash");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.ChangeAsync(() => page.Page.Keyboard.PressAsync("Enter"), "own weights");

        Assert.NotEqual(before, between);
        Assert.Equal(before, await page.TextAsync("#hash"));
        Assert.Equal("In use: the lesson's own weights", await page.TextAsync($"{Control} [data-part=used]"));
    }

    [Fact]
    public async Task The_button_back_to_the_beginning_gives_the_file_up()
    {
        var page = await site.VisitAsync(chromium, "digits");
        var before = await page.TextAsync("#hash");
        await page.ChangeAsync(() => page.DropAsync(Control, "own.safetensors", "", OwnFile), "drop");

        await page.ChangeAsync(() => page.Page.ClickAsync("#reset"), "reset");

        Assert.Equal(before, await page.TextAsync("#hash"));
    }

    [Fact]
    public async Task A_link_does_not_carry_the_file_but_what_else_was_changed()
    {
        var page = await site.VisitAsync(chromium, "digits");
        await page.ChangeAsync(() => page.DropAsync(Control, "own.safetensors", "", OwnFile), "drop");
        await page.ChangeAsync(
            () => page.Page.EvaluateExpressionAsync("location.hash = 'digit=7'"), "address");

        Assert.Equal("#digit=7", await page.Page.EvaluateExpressionAsync<string>("location.hash"));
        Assert.Equal(HashHere(OwnFile, ("digit", "7")), await page.TextAsync("#hash"));
    }

    [Fact]
    public async Task An_engine_that_was_stopped_has_the_file_again()
    {
        var page = await site.VisitAsync(chromium, "digits");
        await page.ChangeAsync(() => page.DropAsync(Control, "own.safetensors", "", OwnFile), "drop");

        await page.Page.EvaluateExpressionAsync("document.querySelector('#cancel').click()");
        await page.UntilAsync("!document.querySelector('#inputs').disabled", "The engine does not start again.");
        await page.ChangeAsync(() => page.Page.EvaluateExpressionAsync("location.hash = 'digit=7'"), "address");

        Assert.Equal(HashHere(OwnFile, ("digit", "7")), await page.TextAsync("#hash"));
    }

    [Theory]
    [InlineData("picture", "en", "This is not a safetensors file, or a damaged one.")]
    [InlineData("picture", "zh", "这不是 safetensors 文件，或者文件已损坏。")]
    [InlineData("truncated", "en", "The file is truncated.")]
    [InlineData("other network", "en", "The file has no array conv1.weight Float32 [6, 1, 5, 5]; the network lenet5")]
    [InlineData("other network", "zh", "文件中没有数组 conv1.weight Float32 [6, 1, 5, 5]，而本课的网络 lenet5 需要它。")]
    [InlineData("not a number", "zh", "文件的 fc3.bias 中有一个数不是有限数")]
    [InlineData("large", "zh", "文件有 8388609 个字节；最多读取 8388608 个。")]
    public async Task A_wrong_file_is_told_in_the_language_of_the_page_and_changes_nothing(
        string fault, string language, string sentence)
    {
        await using var own = language == "en" ? null : await chromium.OpenAsync();
        var page = own is null
            ? await site.VisitAsync(chromium, "digits") : await own.GoLiveAsync(site.Live($"{language}/digits.html"));
        await page.SettleAsync();
        var before = await page.Page.EvaluateExpressionAsync<string>("document.querySelector('#experiment').innerHTML");
        var used = await page.TextAsync($"{Control} [data-part=used]");

        await page.DropAsync("h1", "wrong.safetensors", "", Wrong(fault));
        var problem = await page.ProblemAsync();

        Assert.Contains(sentence, problem, StringComparison.Ordinal);
        Assert.Equal(before, await page.Page.EvaluateExpressionAsync<string>("document.querySelector('#experiment').innerHTML"));
        Assert.Equal(used, await page.TextAsync($"{Control} [data-part=used]"));
        await page.ChangeAsync(() => page.Page.EvaluateExpressionAsync("location.hash = 'digit=7'"), "address");
        Assert.True(await page.Page.EvaluateExpressionAsync<bool>("document.querySelector('#problem').hidden"));
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task A_wrong_file_leaves_the_one_before_it_in_use()
    {
        var page = await site.VisitAsync(chromium, "digits");
        await page.ChangeAsync(() => page.DropAsync(Control, "own.safetensors", "", OwnFile), "drop");

        await page.DropAsync(Control, "wrong.safetensors", "", Wrong("picture"));
        await page.ProblemAsync();
        await page.ChangeAsync(() => page.Page.EvaluateExpressionAsync("location.hash = 'digit=7'"), "address");

        Assert.Equal(HashHere(OwnFile, ("digit", "7")), await page.TextAsync("#hash"));
        Assert.Equal("In use: own.safetensors", await page.TextAsync($"{Control} [data-part=used]"));
    }

    [Theory]
    [InlineData("another file")]
    [InlineData("own weights")]
    [InlineData("reset")]
    public async Task The_engine_lets_go_of_a_file_that_is_no_longer_in_use(string end)
    {
        const string Field = "document.querySelector('[name=model]').value";
        var page = await site.VisitAsync(chromium, "digits");
        await page.ChangeAsync(() => page.DropAsync(Control, "own.safetensors", "", OwnFile), "drop");
        var name = await page.Page.EvaluateExpressionAsync<string>(Field);

        await page.ChangeAsync(
            () => end switch
            {
                "another file" => page.DropAsync(
                    Control, "other.safetensors", "", ModelFile.ToBytes(site.Networks.Get("lenet5"))),
                "own weights" => page.Page.ClickAsync($"{Control} [data-part=own]"),
                _ => page.Page.ClickAsync("#reset"),
            },
            end);
        await page.Page.EvaluateExpressionAsync($"{Field} = '{name}'");
        await page.Page.FocusAsync("[name=digit]");
        await page.Page.Keyboard.PressAsync("ArrowRight");

        Assert.StartsWith($"The model file {name} is not here", await page.ProblemAsync(), StringComparison.Ordinal);
    }

    // LeNet-5 as it begins, which is quickly made and unlike the lesson's own.
    private byte[] OwnFile => ModelFile.ToBytes(Own);

    private Model Own => ModelCatalog.Find("lenet5").Initial(seed: 5) with
    {
        Normalization = site.Networks.Get("lenet5").Normalization,
    };

    private byte[] Wrong(string fault) => fault switch
    {
        "picture" => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D],
        "truncated" => OwnFile[..^100],
        "other network" => ModelFile.ToBytes(site.Networks.Get("mlp")),
        "not a number" => ModelFile.ToBytes(Own with { Weights = [.. Own.Weights.Select(WithoutLastNumber)] }),
        "large" => new byte[ModelFiles.MostBytes + 1],
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault."),
    };

    private static NamedArray WithoutLastNumber(NamedArray array)
    {
        var values = array.Values<float>().ToArray();
        values[^1] = array.Name == "fc3.bias" ? float.NaN : values[^1];
        return NamedArray.Of<float>(array.Name, array.Sizes, values);
    }

    private string HashHere(byte[] file, params (string Name, string Value)[] changes)
    {
        var (lesson, context) = (CourseCatalog.Find("digits"), new LessonContext(site.Networks));
        var values = ParameterValues.Of(
            lesson.Parameters,
            changes.Append((Name: "model", Value: context.Files.Add(file)))
                .Select(change => KeyValuePair.Create(change.Name, change.Value)));
        return lesson.Run(values, Language.English, context).Hash;
    }

    private string Saved(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
