using System.Buffers.Binary;
using System.Text;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Persistence;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Tests.Golden;

namespace Backprop.Runtime.Tests.Persistence;

/// <summary>Weights move to PyTorch and back, and a file that does not fit changes nothing.</summary>
public sealed class SafetensorsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Weights_that_torch_saved_give_torchs_output()
    {
        var gru = new Gru(3, 4, layers: 2, bidirectional: true);
        Safetensors.Load(GoldenCase.PathOf("torch-gru.safetensors"), gru.Parameters);
        var data = GoldenCase.Named("gru", "torch-gru.json");
        Close.To(data.Array("outputs"), gru.NewRun().Forward(Sequence.From(data.Array("x").Steps())).ToMatrices());
    }

    [Theory]
    [InlineData(TensorType.F64, 0)]
    [InlineData(TensorType.F32, 6e-8)]
    [InlineData(TensorType.F16, 5e-4)]
    [InlineData(TensorType.BF16, 4e-3)]
    public void What_was_saved_is_loaded(TensorType type, double relative)
    {
        var saved = Parameters(seed: 1);
        Safetensors.Save(path, saved, type);
        var loaded = Parameters(seed: 2);
        Safetensors.Load(path, loaded);
        Assert.All(saved.Zip(loaded), pair => Close.To(pair.First.Value, pair.Second.Value, relative));
    }

    [Fact]
    public void The_file_has_torchs_names_and_shapes()
    {
        Safetensors.Save(path, new Lstm(3, 4, prefix: "lstm.").Parameters);
        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            string.Concat(
                """{"lstm.weight_ih_l0":{"dtype":"F64","shape":[16,3],"data_offsets":[0,384]}""",
                ""","lstm.weight_hh_l0":{"dtype":"F64","shape":[16,4],"data_offsets":[384,896]}""",
                ""","lstm.bias_ih_l0":{"dtype":"F64","shape":[16],"data_offsets":[896,1024]}""",
                ""","lstm.bias_hh_l0":{"dtype":"F64","shape":[16],"data_offsets":[1024,1152]}}"""),
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd());
    }

    [Fact]
    public void Truncation_at_any_byte_is_told_and_loads_nothing()
    {
        Safetensors.Save(path, Parameters(seed: 1));
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            AssertRefused(whole[..length]);
        }
    }

    [Fact]
    public void A_foreign_file_is_told_and_loads_nothing()
    {
        AssertRefused(Encoding.UTF8.GetBytes("not weights at all, but a text of some length"));
        AssertRefused(WithHeader("[]", 0));
        AssertRefused(WithHeader("""{"bias":{"dtype":"F64"}}""", 0));
        AssertRefused(WithHeader("""{"bias":{"dtype":"F64","shape":[-1],"data_offsets":[0,8]}}""", 8));
        AssertRefused(WithHeader("""{"bias":{"dtype":"F64","shape":[3037000500,3037000500,2],"data_offsets":[0,8]}}""", 8));
        AssertRefused(WithHeader("""{"bias":{"dtype":"F64","shape":[1],"data_offsets":[8,0]}}""", 8));
        AssertRefused(WithHeader("""{"bias":{"dtype":"F64","shape":[1.5],"data_offsets":[0,8]}}""", 8));
        AssertRefused(WithHeader("""{"bias":{"dtype":"I8","shape":[8],"data_offsets":[0,8]}}""", 8), "stored as I8");
        AssertRefused(WithHeader("""{"bias":{"dtype":"1","shape":[2],"data_offsets":[0,8]}}""", 8), "stored as 1");
    }

    [Fact]
    public void A_file_of_another_model_is_told_with_name_and_shapes()
    {
        AssertRefusedParameters([new Parameter("weight", 2, 3)], "no tensor bias (2)");
        AssertRefusedParameters(
            [new Parameter("weight", 2, 4), Parameter.Vector("bias", 2)],
            "weight has the wrong shape: expected 2 x 3, got 2 x 4");
        AssertRefusedParameters(
            [new Parameter("weight", 2, 3), new Parameter("bias", 2, 1)],
            "bias has the wrong shape: expected 2, got 2 x 1");
        AssertRefusedParameters([.. Parameters(1), new Parameter("extra", 1, 1)], "no parameter for tensor extra (1 x 1)");

        var notANumber = Parameters(1);
        notANumber[1].Value[1, 0] = double.NaN;
        AssertRefusedParameters(notANumber, "bias is not a number (NaN) at row 1");
    }

    [Fact]
    public void Two_parameters_of_one_name_are_refused()
    {
        Parameter[] twice = [.. Parameters(1), .. Parameters(2)];
        var error = Assert.Throws<ArgumentException>("parameters", () => Safetensors.Save(path, twice));
        Assert.Contains("named weight", error.Message, StringComparison.Ordinal);
    }

    private static Parameter[] Parameters(int seed)
    {
        Parameter[] parameters = [new Parameter("weight", 2, 3), Parameter.Vector("bias", 2)];
        parameters.DrawUniform(1, seed);
        return parameters;
    }

    private static byte[] WithHeader(string json, int dataLength) =>
        [.. BitConverter.GetBytes((ulong)json.Length), .. Encoding.UTF8.GetBytes(json), .. new byte[dataLength]];

    private void AssertRefusedParameters(Parameter[] saved, string message)
    {
        Safetensors.Save(path, saved);
        AssertRefused(File.ReadAllBytes(path), message);
    }

    private void AssertRefused(byte[] file, string message = "")
    {
        File.WriteAllBytes(path, file);
        var parameters = Parameters(seed: 3);
        var error = Assert.Throws<WeightsFileException>(() => Safetensors.Load(path, parameters));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.All(Parameters(seed: 3).Zip(parameters), pair => Assert.Equal(pair.First.Value, pair.Second.Value));
    }
}
