using System.Text.Json.Nodes;
using TorchSharp;

namespace Backprop.Runtime.Golden;

/// <summary>Forward and all gradients of every recurrent module, stacked and bidirectional, with and without lengths.</summary>
internal static class RecurrentCases
{
    private const int Input = 3;
    private const int Hidden = 4;
    private const int Batch = 3;
    private const int Steps = 5;

    public static void Write(string path)
    {
        var cases = new JsonObject();
        foreach (var kind in new[] { "Tanh", "Relu", "Lstm", "Gru" })
        {
            foreach (var (layers, bidirectional) in new[] { (1, false), (1, true), (2, false), (2, true) })
            {
                foreach (var lengths in new[] { null, new[] { 2, 5, 3 } })
                {
                    var name = $"{kind} {layers} {(bidirectional ? "both" : "forward")} {(lengths is null ? "full" : "padded")}";
                    cases[name] = Case(kind, layers, bidirectional, lengths);
                }
            }
        }

        Json.Write(
            path,
            "TorchSharp 0.107.0, double precision. Sequences: feature x example x time; states: hidden x example x (layer * "
            + "directions + direction). The loss is sum(outputs * upstream) + sum(h_n * after_h) + sum(c_n * after_c).",
            cases);
    }

    private static JsonObject Case(string kind, int layers, bool bidirectional, int[]? lengths)
    {
        var directions = bidirectional ? 2 : 1;
        var module = new RecurrentModule(kind, Input, Hidden, layers, bidirectional);
        var x = torch.randn(Steps, Batch, Input).requires_grad_();
        var h0 = torch.randn(layers * directions, Batch, Hidden).requires_grad_();
        var c0 = torch.randn(layers * directions, Batch, Hidden).requires_grad_();
        var upstream = torch.randn(Steps, Batch, Hidden * directions);
        var (afterH, afterC) = (torch.randn_like(h0).detach(), torch.randn_like(c0).detach());

        var (outputs, hidden, cell) = module.Forward(x, h0, c0, lengths);
        var loss = (outputs * upstream).sum() + (hidden * afterH).sum();
        (module.HasCell ? loss + (cell * afterC).sum() : loss).backward();

        var json = new JsonObject
        {
            ["kind"] = kind, ["layers"] = layers, ["bidirectional"] = bidirectional,
            ["lengths"] = lengths is null ? null : new JsonArray([.. lengths.Select(length => (JsonNode)length)]),
            ["parameters"] = Json.Named(module.Parameters),
            ["x"] = Json.Sequence(x), ["h0"] = Json.Sequence(h0),
            ["upstream"] = Json.Sequence(upstream), ["after_h"] = Json.Sequence(afterH),
            ["outputs"] = Json.Sequence(outputs), ["h_n"] = Json.Sequence(hidden),
            ["dx"] = Json.Sequence(x.grad!), ["dh0"] = Json.Sequence(h0.grad!),
            ["gradients"] = Json.Named(module.Parameters.Select(pair => (pair.Name, pair.Value.grad!))),
        };
        if (module.HasCell)
        {
            (json["c0"], json["after_c"], json["c_n"], json["dc0"]) =
                (Json.Sequence(c0), Json.Sequence(afterC), Json.Sequence(cell), Json.Sequence(c0.grad!));
        }

        return json;
    }
}
