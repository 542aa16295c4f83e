using System.Text.Json;
using System.Xml.Linq;
using TorchBasics.Core.Catalog;
using TorchBasics.Formats.Models;
using TorchBasics.Lessons;

namespace TorchBasics.Tests.Managed.Lessons;

/// <summary>The contract between the pages' script and the engine.</summary>
public sealed class LessonEngineTests
{
    private static readonly string[] Answers = ["html", "hash", "holds", "milliseconds", "solved", "values", "error"];

    private readonly LessonEngine _engine = new();

    [Fact]
    public void A_run_answers_everything_that_a_page_shows()
    {
        var answer = Run("and", "en", "{}");

        Assert.Equal(Answers, answer.EnumerateObject().Select(pair => pair.Name));
        Assert.Matches("^[0-9a-f]{16}$", answer.GetProperty("hash").GetString());
        Assert.True(answer.GetProperty("holds").GetBoolean());
        Assert.InRange(answer.GetProperty("milliseconds").GetDouble(), 0, double.MaxValue);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("error").ValueKind);
    }

    [Fact]
    public void The_hash_is_that_of_a_run_without_an_engine_and_stands_in_the_html()
    {
        var answer = Run("and", "zh", "{}");
        var hash = CourseRuns.Default("and", Language.Chinese).Hash;

        Assert.Equal(hash, answer.GetProperty("hash").GetString());
        var section = XElement.Parse($"<section>{answer.GetProperty("html").GetString()}</section>");
        Assert.Equal(hash, section.Descendants("code").Single(code => (string?)code.Attribute("id") == "hash").Value);
    }

    [Fact]
    public void All_values_come_back_in_their_usual_form()
    {
        var values = Run("and", "en", """{"w1":" +0.50","gate":"OR"}""").GetProperty("values");

        Assert.Equal(
            [("gate", "or"), ("w1", "0.5"), ("w2", "0.5"), ("b", "-0.8")],
            values.EnumerateObject().Select(pair => (pair.Name, pair.Value.GetString()!)));
    }

    [Fact]
    public void Questions_are_solved_by_their_answers_alone()
    {
        Assert.False(Run("and", "en", "{}").GetProperty("solved").GetProperty("or").GetBoolean());
        Assert.True(Run("and", "en", """{"gate":"or","b":"-0.3"}""").GetProperty("solved").GetProperty("or").GetBoolean());
    }

    [Theory]
    [InlineData("and", "en", """{"w1":"3"}""", "w1 got '3'; expected a number from -2 to 2.")]
    [InlineData("and", "zh", """{"w1":"3"}""", "w1 的值是“3”；应为 -2 到 2 之间的数。")]
    [InlineData("pooling", "zh", """{"stride":"3"}""", "stride 的值是 3；至多为窗口的大小 2，")]
    [InlineData("and", "xx", "{}", "The lessons are not written in 'xx'; expected en or zh.")]
    [InlineData("nothing-like-it", "en", "{}", "There is no lesson 'nothing-like-it'.")]
    [InlineData("and", "en", "[]", "Expected an object of texts.")]
    [InlineData("and", "en", """{"w1":0.5}""", "Expected an object of texts.")]
    [InlineData("and", "en", "{", "")]
    public void What_is_wrong_is_said_in_a_sentence_and_nothing_else(string lesson, string language, string values, string start)
    {
        var answer = Run(lesson, language, values);

        Assert.Equal(["error"], answer.EnumerateObject().Select(pair => pair.Name));
        Assert.StartsWith(start, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(answer.GetProperty("error").GetString()!);
    }

    [Fact]
    public void A_model_file_that_fits_gets_a_value_that_a_run_takes()
    {
        var file = ModelFile.ToBytes(ModelCatalog.Find("softmax-regression").Initial(seed: 3));
        const string Network = "\"network\":\"softmax-regression\",\"steps\":\"10\"";

        using var taken = JsonDocument.Parse(_engine.Take("training", "en", $"{{{Network}}}", "model", file));
        var value = taken.RootElement.GetProperty("value").GetString();
        var with = Run("training", "en", $"{{{Network},\"model\":\"{value}\"}}");

        Assert.Equal(["value"], taken.RootElement.EnumerateObject().Select(pair => pair.Name));
        Assert.Equal(value, with.GetProperty("values").GetProperty("model").GetString());
        Assert.Contains("started with the weights of your file", with.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(
            Run("training", "en", $"{{{Network}}}").GetProperty("hash").GetString(), with.GetProperty("hash").GetString());
    }

    [Theory]
    [InlineData("en", "The file has no array conv1.weight Float32 [4, 1, 5, 5]; the network small of this lesson needs it.")]
    [InlineData("zh", "文件中没有数组 conv1.weight Float32 [4, 1, 5, 5]，而本课的网络 small 需要它。")]
    public void A_model_file_of_another_network_is_refused_in_the_language_of_the_page(string language, string start)
    {
        var file = ModelFile.ToBytes(ModelCatalog.Find("softmax-regression").Initial(seed: 3));

        using var answer = JsonDocument.Parse(_engine.Take("training", language, "{}", "model", file));

        Assert.Equal(["error"], answer.RootElement.EnumerateObject().Select(pair => pair.Name));
        Assert.StartsWith(start, answer.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_file_is_held_until_it_was_released_as_often_as_it_was_taken()
    {
        var file = ModelFile.ToBytes(ModelCatalog.Find("softmax-regression").Initial(seed: 3));
        const string Network = "\"network\":\"softmax-regression\",\"steps\":\"10\"";
        var first = Taken();
        var second = Taken();

        _engine.Release(first);
        var held = IsHeld();
        _engine.Release(second);
        var released = IsHeld();
        _engine.Release(second); // and once too often
        Taken();

        Assert.Equal(first, second);
        Assert.True(held);
        Assert.False(released);
        Assert.True(IsHeld());

        string Taken()
        {
            using var answer = JsonDocument.Parse(_engine.Take("training", "en", $"{{{Network}}}", "model", file));
            return answer.RootElement.GetProperty("value").GetString()!;
        }

        bool IsHeld() => !Run("training", "en", $"{{{Network},\"model\":\"{first}\"}}").TryGetProperty("error", out var error)
            || error.ValueKind == JsonValueKind.Null;
    }

    [Fact]
    public void A_network_that_nobody_provided_is_named() => Assert.Equal(
        "The trained network 'lenet5' was not provided.",
        Assert.Throws<InvalidOperationException>(() => _engine.Get("lenet5")).Message);

    private JsonElement Run(string lesson, string language, string values)
    {
        using var document = JsonDocument.Parse(_engine.Run(lesson, language, values));
        return document.RootElement.Clone();
    }
}
