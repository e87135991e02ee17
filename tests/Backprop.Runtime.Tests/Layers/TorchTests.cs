using Backprop.Runtime.Cells;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Sequences;
using Backprop.Runtime.Tests.Golden;
using MathNet.Numerics.LinearAlgebra;

namespace Backprop.Runtime.Tests.Layers;

/// <summary>
/// RNN, LSTM and GRU against TorchSharp in double precision: outputs, final states and all gradients; one and two layers, one
/// and two directions, with and without lengths (packed sequences there).
/// </summary>
public sealed class TorchTests
{
    private const string File = "torch-recurrent.json";
    private const double Same = 1e-10;

    public static TheoryData<string> Cases => new(GoldenCase.Names(File));

    [Fact]
    public void The_file_has_every_kind_and_option() => Assert.Equal(32, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Equal(string name)
    {
        var data = GoldenCase.Named(name, File);
        var layer = Layer(data);
        var run = layer.NewRun();
        run.Forward(Sequence(data, "x"), State(data, layer, "h0", "c0"));
        run.Backward(
            Sequences.Sequence.From(data.Array("upstream").Steps()),
            RecurrentGradient<RecurrentState>.For(run.Final, State(data, layer, "after_h", "after_c")));

        Close.To(data.Array("outputs"), run.Outputs.ToMatrices(), Same);
        Close.To(data.Array("dx"), run.InputGradient.ToMatrices(), Same);
        CompareStates(data, run.Final, "h_n", "c_n");
        CompareStates(data, run.InitialGradient, "dh0", "dc0");
        Assert.All(
            layer.Parameters,
            parameter => Close.To(data.Part("gradients").Array(parameter.Name), parameter.Gradient, Same));
    }

    private static RecurrentLayer Layer(GoldenCase data)
    {
        var layer = Enum.Parse<LayerKind>(data.Element.GetProperty("kind").GetString()!).Layer(
            3, 4, data.Element.GetProperty("layers").GetInt32(), data.Element.GetProperty("bidirectional").GetBoolean());
        Assert.Equal(
            data.Element.GetProperty("parameters").EnumerateObject().Select(property => property.Name),
            layer.Parameters.Select(parameter => parameter.Name));
        foreach (var parameter in layer.Parameters)
        {
            parameter.Set(data.Part("parameters").Array(parameter.Name).Matrix());
        }

        return layer;
    }

    private static Sequence Sequence(GoldenCase data, string name) => Sequences.Sequence.From(
        data.Array(name).Steps(),
        data.Element.GetProperty("lengths").ValueKind == System.Text.Json.JsonValueKind.Null ? null : data.Integers("lengths"));

    private static RecurrentState State(GoldenCase data, RecurrentLayer layer, string hidden, string cell)
    {
        var state = layer.ZeroState(data.Array(hidden).Shape[1]);
        for (var index = 0; index < state.Count; index++)
        {
            state.SetHidden(index, data.Array(hidden).Step(index));
            if (state.HasCell)
            {
                state.SetCell(index, data.Array(cell).Step(index));
            }
        }

        return state;
    }

    private static void CompareStates(GoldenCase data, RecurrentState actual, string hidden, string cell)
    {
        Close.To(data.Array(hidden), All(actual.Count, actual.GetHidden), Same);
        if (actual.HasCell)
        {
            Close.To(data.Array(cell), All(actual.Count, actual.GetCell), Same);
        }
    }

    private static List<Matrix<double>> All(int count, Func<int, Matrix<double>> state) =>
        Enumerable.Range(0, count).Select(state).ToList();
}
