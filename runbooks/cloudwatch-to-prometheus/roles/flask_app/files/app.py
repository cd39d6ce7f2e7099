from flask import Flask

app = Flask(__name__)


@app.route("/")
def index():
    return "Hello\n"


@app.route("/items/<int:number>")
def item(number):
    return {"number": number}


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=80)
